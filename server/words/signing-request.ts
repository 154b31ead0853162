import { dayEndMs, dayStartMs } from "@/server/domain/day/calendar";
import type { CheckedPlan } from "@/server/domain/signing-request/check-plan";
import { type Comparison, subjectOf } from "@/server/domain/signing-request/expected";
import {
  type ActEffect,
  readActText,
  readKeyText,
  type SaidAct,
  type SaidAmount,
  type SaidKey,
} from "@/server/domain/signing-request/read-text";
import type { PlanRequest, SigningRequest } from "@/server/domain/signing-request/request";
import type { NotSigned } from "@/server/domain/signing-request/sign";
import { formatAda, formatMinute, groupDigits } from "./format";

/** What something to sign does, in words: a headline, and what follows from it. */
export type SaidWhat = { readonly title: string; readonly meaning: string };

/** What a request does. Of a plan only after it was checked: before that, nobody knows. */
export function sayRequest(request: SigningRequest, plan: CheckedPlan | null): SaidWhat {
  if (request.kind === "plan") return { title: plan ? sayPlan(request, plan) : "Approve a plan", meaning: "" };
  const act = readActText(request.text);
  if (act !== null) return sayAct(act);
  const key = readKeyText(request.text);
  return key === null ? { title: "Nothing that is known here", meaning: "" } : sayKey(key);
}

function sayPlan({ what, binding }: PlanRequest, { total, payments }: CheckedPlan): string {
  const tokens =
    total.tokens > 0n && binding.prizeAsset ? { quantity: total.tokens, label: binding.prizeAsset.label } : null;
  const recipients = `${groupDigits(payments.length)} recipient${payments.length === 1 ? "" : "s"}`;
  return `${what === "plan" ? "Pay" : "Pay the rest:"} ${sayAmount({ lovelace: total.lovelace, tokens })} to ${recipients}`;
}

export type RequestFact = { readonly label: string; readonly text: string; readonly form: "words" | "hash" };

/** What the pool keeps for, beside a transaction for each batch: contracts/README.md, "Commit". */
const FURTHER_FEES = 2;
const DAY_MS = 86_400_000;

/** What a request is about, a fact a line. */
export function factsOf(request: SigningRequest, plan: CheckedPlan | null): RequestFact[] {
  const words = (label: string, text: string): RequestFact => ({ label, text, form: "words" });
  const hash = (label: string, text: string): RequestFact => ({ label, text, form: "hash" });
  const { network, policyId } = subjectOf(request);
  const subject = [words("Network", network), ...(policyId === null ? [] : [hash("Pool", policyId)])];
  if (request.kind !== "plan" || plan === null) {
    const act = readActText(request.text);
    return [...subject, ...(act === null ? [] : [words("Nonce", groupDigits(act.nonce))])];
  }
  const { what, binding, maxFeeLovelace, reportHash } = request;
  const { day, total, batches, payments, manifest, digest } = plan;
  const { intervalMs, totals } = manifest;
  const time = (ms: number) => (intervalMs % DAY_MS === 0 ? formatMinute(ms).slice(0, 10) : formatMinute(ms));
  const fees = formatAda(BigInt(batches + FURTHER_FEES) * maxFeeLovelace);
  return [
    words("Act", what === "plan" ? "Commit of a plan" : "Resume of what a plan left unpaid"),
    ...subject,
    words("Day", `${day}, from ${time(dayStartMs(day, intervalMs))} to ${time(dayEndMs(day, intervalMs))}`),
    words("Total", formatAda(total.lovelace, { sixPlaces: true })),
    words("Recipients", groupDigits(payments.length)),
    words("Transactions", `${groupDigits(batches)}, one for each batch`),
    words(
      "Fees",
      `At most ${fees}, paid by the pool: ${formatAda(maxFeeLovelace)} a transaction, by the console's word`,
    ),
    words("Deadline", formatMinute(binding.deadlineMs)),
    words("Carried over", formatAda(totals.carriedLovelace)),
    hash("Report", reportHash),
    hash("Digest", digest),
  ];
}

/** How a request compares with what is expected. */
export function sayComparison({ of, fits, expected, asked }: Comparison): string {
  if (of === "most") {
    return `Pays ${formatAda(asked)}, ${fits ? "at most" : "more than"} ${formatAda(expected)}`;
  }
  const what = of === "network" ? "Network" : "Pool";
  return fits ? `${what} ${asked}` : `${what} is ${asked}, not ${expected}`;
}

const UNBOUNDED = {
  everything: "Takes all that the pool holds, which ends. No amount bounds it.",
  tokens: "Takes tokens, which no amount of ADA bounds.",
} as const;

/** What nothing that is expected bounds, to be said expressly. */
export function sayUnbounded(what: keyof typeof UNBOUNDED): string {
  return UNBOUNDED[what];
}

const NOT_SIGNED: Record<NotSigned, string> = {
  unchecked: "Only what was checked against the report can be signed.",
  "nothing-expected": "Say what you expect first.",
  "not-expected": "It is not what you expect.",
  unbounded: "No amount bounds what it takes: say that it is meant.",
  "no-key": "Choose your key's file.",
  "other-key": "Your key is not asked: another key has to sign this.",
};

export function sayNotSigned(why: NotSigned): string {
  return NOT_SIGNED[why];
}

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
