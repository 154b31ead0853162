import type { ActEffect, SaidAct, SaidAmount, SaidKey } from "@/server/domain/signing-request/read-text";
import { formatAda, groupDigits } from "./format";

/** What something to sign does, in words: a headline, and what follows from it. */
export type SaidWhat = { readonly title: string; readonly meaning: string };

/** What an act does, from the text that is signed. */
export function sayAct({ effect }: SaidAct): SaidWhat {
  const { title, meaning } = sayEffect(effect);
  return { title, meaning: `${meaning} The signature is good until the pool's nonce moves.` };
}

function sayEffect(effect: ActEffect): SaidWhat {
  switch (effect.kind) {
    case "cancel":
      return {
        title: "Cancel the plan",
        meaning: `Ends the plan ${effect.plan} and voids every signature that was not used. What is unpaid stays owed.`,
      };
    case "deposit":
      return { title: `Deposit ${sayAmount(effect.amount)}`, meaning: "Adds this to the pool." };
    case "withdraw":
      return {
        title: `Withdraw ${sayAmount(effect.amount)}`,
        meaning: "Takes this out of the pool, to the treasury's address, which can never change.",
      };
    case "close":
      return {
        title: "Close the pool for good",
        meaning: "Burns the state token and sends all that the pool holds to the treasury's address.",
      };
    case "addApprover":
      return {
        title: "Add an approver",
        meaning: `The key ${effect.key} becomes an approver. ${quorum(effect.threshold, effect.of)}`,
      };
    case "dropApprover":
      return {
        title: "Remove an approver",
        meaning: `The key ${effect.key} is no approver any more. ${quorum(effect.threshold, effect.of)}`,
      };
    case "setThreshold":
      return {
        title: `Require ${effect.threshold} approvals`,
        meaning: quorum(effect.threshold, effect.of),
      };
    case "setOracle":
      return { title: "Replace the oracle", meaning: `From then on the key ${effect.key} proposes plans.` };
    case "setOperator":
      return {
        title: "Replace the operator",
        meaning: `From then on the key with the hash ${effect.operator} executes what was approved.`,
      };
    case "setMaxFee":
      return {
        title: `Set the highest fee to ${formatAda(effect.lovelace)}`,
        meaning: "No transaction that pays may cost the pool more.",
      };
    case "setDailyLimit":
      return {
        title: `Set the daily limit to ${sayAmount(effect.amount)}`,
        meaning: "No day may pay more, whoever approves it.",
      };
    case "setMinDeposit":
      return {
        title: `Set the smallest deposit to ${sayAmount(effect.amount)}`,
        meaning: "The contract takes no smaller deposit.",
      };
    case "setMinGap":
      return {
        title: `Set the time between days to ${sayMs(effect.ms)}`,
        meaning: "No plan is committed sooner after the one before.",
      };
    case "setWindow":
      return {
        title: "Set how far off a deadline may be",
        meaning: `From ${sayMs(effect.minMs)} to ${sayMs(effect.maxMs)} after the Commit.`,
      };
    case "setReserve":
      return {
        title: `Set the reserve to ${formatAda(effect.lovelace)}`,
        meaning: "No plan and no withdrawal may leave less in the pool.",
      };
  }
}

/** What a key's text gives it. */
export function sayKey(said: SaidKey): SaidWhat {
  if (said.kind === "person") {
    return {
      title: "Show that this key is yours",
      meaning: `The account ${said.userId} of the console gets the key ${said.key}. It pays nobody and changes nothing on chain.`,
    };
  }
  return {
    title: said.role === "oracle" ? "Become the oracle of a new pool" : "Become an approver of a new pool",
    meaning: `Agrees to the settings with the hash ${said.settingsHash}. Compare it with what npm run deploy shows.`,
  };
}

function quorum(threshold: number, of: number): string {
  return `Then ${threshold} of ${of} approvers must sign.`;
}

function sayAmount({ lovelace, tokens }: SaidAmount): string {
  const ada = formatAda(lovelace);
  return tokens === null ? ada : `${ada} and ${groupDigits(tokens.quantity)} ${tokens.label}`;
}

const UNITS = [
  { ms: 86_400_000n, one: "day" },
  { ms: 3_600_000n, one: "hour" },
  { ms: 60_000n, one: "minute" },
  { ms: 1_000n, one: "second" },
] as const;

/** In the largest unit that leaves no rest. */
function sayMs(ms: bigint): string {
  const unit = UNITS.find((each) => ms > 0n && ms % each.ms === 0n) ?? { ms: 1n, one: "millisecond" };
  const count = ms / unit.ms;
  return `${groupDigits(count)} ${unit.one}${count === 1n ? "" : "s"}`;
}
