import type { Change } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import { changedDatum, changedSettings } from "@/server/domain/contract/change";
import type { PoolDatum, PrizeAsset, Settings } from "@/server/domain/contract/types";
import type { WantedAct } from "@/server/domain/contract/wanted-act";
import type { Hex } from "@/server/domain/units";
import { duration } from "./document/units";
import { formatAda, groupDigits, shortenMiddle } from "./format";

/** The one effect of an act on the pool, for people who are to sign it. */
export type EffectInWords = {
  /** What it does: "Add an approver". */
  readonly title: string;
  /** What stands in the pool today, and what afterwards. */
  readonly changes: readonly { readonly label: string; readonly before: string; readonly after: string }[];
  /** What becomes possible, what ends, and what somebody has to do. */
  readonly follows: readonly string[];
};

/** The pool before the act. */
type Before = { readonly settings: Settings; readonly datum: PoolDatum; readonly held: Amount };
type Names = ReadonlyMap<Hex, string>;

/** `names` are those of people whose keys are enrolled here. */
export function sayActEffect(wanted: WantedAct, before: Before, names: Names): EffectInWords {
  switch (wanted.kind) {
    case "cancel":
      return cancelEffect(before);
    case "close":
      return closeEffect(before);
    case "withdraw":
      return withdrawEffect(wanted.amount, before);
    case "updateSettings":
      return { title: TITLES[wanted.change.kind], ...changeEffect(wanted.change, before, names) };
  }
}

const TITLES: Record<Change["kind"], string> = {
  addApprover: "Add an approver",
  dropApprover: "Drop an approver",
  setThreshold: "Change how many must sign",
  setOracle: "Replace the oracle's key",
  setOperator: "Replace the operator's key",
  setMaxFee: "Change the highest fee",
  setDailyLimit: "Change the daily limit",
  setMinGap: "Change the gap between payouts",
  setWindow: "Change the time a plan has",
  setReserve: "Change the reserve",
  setMinDeposit: "Change the smallest deposit",
};

type Effect = Omit<EffectInWords, "title">;

function changeEffect(change: Change, { settings, datum }: Before, names: Names): Effect {
  const after = changedSettings(settings, change);
  const { prizeAsset } = settings;
  switch (change.kind) {
    case "addApprover":
    case "dropApprover":
    case "setThreshold":
      return quorumEffect(change, settings, after, names);
    case "setOracle":
      return {
        changes: [{ label: "Oracle", before: short(settings.oracle), after: short(change.key) }],
        follows: [
          "The old key proposes no plan any more. Its signer must run with the new key, or nothing is proposed.",
          "The new key signs this text too, which shows that it works.",
        ],
      };
    case "setOperator":
      return {
        changes: [{ label: "Operator", before: short(datum.operator), after: short(change.operator) }],
        follows: [
          "The old key commits and pays nothing any more. The engine must run with the new one (OPERATOR_KEY_FILE).",
          "The new key signs the transaction itself, and the engine has the old one: whoever has the new key sends it by a command.",
        ],
      };
    case "setMaxFee": {
      const { maxFeeLovelace } = changedDatum(datum, change);
      return one("Highest fee of a transaction", formatAda(datum.maxFeeLovelace), formatAda(maxFeeLovelace), [
        "What an operator's key that is stolen can waste changes with it: so much for each batch.",
      ]);
    }
    case "setDailyLimit":
      return one("A day pays at most", say(settings.dailyLimit, prizeAsset), say(after.dailyLimit, prizeAsset), [
        "The contract refuses the plan of a day that pays more.",
      ]);
    case "setMinDeposit":
      return one("A deposit is at least", say(settings.minDeposit, prizeAsset), say(after.minDeposit, prizeAsset), [
        "Smaller deposits are refused.",
      ]);
    case "setMinGap":
      return one("Between two Commits", time(settings.minGapMs), time(after.minGapMs), [
        "A backlog is paid no faster than that.",
      ]);
    case "setWindow":
      return {
        changes: [
          { label: "Deadline, at least", before: time(settings.minWindowMs), after: time(after.minWindowMs) },
          { label: "Deadline, at most", before: time(settings.maxWindowMs), after: time(after.maxWindowMs) },
        ],
        follows: [
          "Counted from the Commit. People can sign for the difference, less twice the lifetime of a transaction.",
        ],
      };
    case "setReserve":
      return one("Reserve", formatAda(settings.reserveLovelace), formatAda(after.reserveLovelace), [
        "The reserve never pays prizes, and stays when money is withdrawn.",
      ]);
  }
}

function one(label: string, before: string, after: string, follows: readonly string[]): Effect {
  return { changes: [{ label, before, after }], follows };
}

function quorumEffect(change: Change, before: Settings, after: Settings, names: Names): Effect {
  const of = ({ threshold, approvers }: Settings) => `${threshold} of ${approvers.length}`;
  const key = change.kind === "addApprover" || change.kind === "dropApprover" ? change.key : null;
  const whose = key === null ? "" : who(key, names);
  const spare = after.approvers.length - after.threshold;
  const lost = `${spare + 1} ${spare === 0 ? "key is" : "keys are"} lost`;
  return {
    changes: [{ label: "Approvers who must sign", before: of(before), after: of(after) }],
    follows: [
      `After this, ${of(after)} approvers can pay and change the pool. Today it is ${of(before)}.`,
      ...(change.kind === "addApprover" ? [`${whose} becomes an approver, and signs this text too.`] : []),
      ...(change.kind === "dropApprover" ? [`${whose} can sign nothing any more.`] : []),
      ...(spare < 2 ? [`Once ${lost}, the money is locked for ever. Two to spare are the least that is wise.`] : []),
    ],
  };
}

function cancelEffect({ datum }: Before): EffectInWords {
  const { status } = datum;
  const rest = `${formatAda(status.remaining.lovelace)} to ${groupDigits(status.outputs)} recipients`;
  const isPaying = status.kind === "paying";
  return {
    title: isPaying ? "Cancel the plan that is being paid" : "Cancel all unused signatures",
    changes: [
      ...(isPaying ? [{ label: "Pool", before: `paying, ${rest} to go`, after: `idle, ${rest} unpaid` }] : []),
      { label: "Nonce", before: `${datum.nonce}`, after: `${datum.nonce + 1}` },
    ],
    follows: [
      "Everything that was signed for the pool and has not landed is void, wherever its signatures are.",
      "No money moves but the fee.",
    ],
  };
}

function closeEffect({ settings, held }: Before): EffectInWords {
  return {
    title: "Close the pool",
    changes: [{ label: "Pool", before: say(held, settings.prizeAsset), after: "closed" }],
    follows: [
      `Everything goes to the treasury: ${say(held, settings.prizeAsset)}, less the fee.`,
      "The pool pays nothing any more. This cannot be undone: a new pool would have to be deployed.",
    ],
  };
}

function withdrawEffect(amount: Amount, { settings, held }: Before): EffectInWords {
  const { prizeAsset, reserveLovelace } = settings;
  const after = { lovelace: held.lovelace - amount.lovelace, tokens: held.tokens - amount.tokens };
  return {
    title: "Withdraw to the treasury",
    changes: [{ label: "Pool", before: say(held, prizeAsset), after: `${say(after, prizeAsset)}, less the fee` }],
    follows: [
      `${say(amount, prizeAsset)} go to the treasury, whose address never changes.`,
      `The reserve of ${formatAda(reserveLovelace)} stays. What is owed to players must be left as well: the contract does not know it.`,
    ],
  };
}

function say({ lovelace, tokens }: Amount, prizeAsset: PrizeAsset | null): string {
  return prizeAsset ? `${formatAda(lovelace)} and ${groupDigits(tokens)} ${prizeAsset.label}` : formatAda(lovelace);
}

const time = (ms: number) => duration.say(ms);
const short = (key: Hex) => shortenMiddle(key);

function who(key: Hex, names: Names): string {
  const name = names.get(key);
  return name ? `${name} (${short(key)})` : `The key ${short(key)}`;
}
