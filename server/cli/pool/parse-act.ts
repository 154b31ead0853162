import type { Change } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { PrizeAsset } from "@/server/domain/contract/types";
import { shown } from "@/server/domain/shown";
import { NO_CONSENT, type WantedAct } from "@/server/services/pool-commands/plan-act";
import { usageError } from "../command";

/** The words and numbers of an act as typed: `drop-approver <key> --threshold 2`. */
export type Typed = {
  readonly name: string;
  readonly values: readonly string[];
  readonly threshold: string | undefined;
  readonly tokens: string | undefined;
};

export const ACTS = `  cancel                                     stops the plan that is being paid and voids all unused signatures
  withdraw LOVELACE [--tokens N]             sends money to the treasury
  close                                      burns the state token and sends everything to the treasury
  add-approver KEY --threshold N
  drop-approver KEY --threshold N
  set-threshold N
  set-oracle KEY
  set-operator KEYHASH                       pass the new operator's key with --key: it signs the transaction
  set-max-fee LOVELACE
  set-daily-limit LOVELACE [--tokens N]
  set-min-deposit LOVELACE [--tokens N]
  set-min-gap MILLISECONDS
  set-window MILLISECONDS MILLISECONDS       shortest and longest time from a Commit to its deadline (people can sign
                                             for the difference, less twice transactionLifetimeMs)
  set-reserve LOVELACE`;

/** Null if the name is no act. Throws a usage error that names the wrong argument. */
export function parseAct(typed: Typed, tokensNow: bigint, prizeAsset: PrizeAsset | null): WantedAct | null {
  const { name, values } = typed;
  if (name === "cancel" || name === "close") return take(values, [], { kind: name });
  if (name === "withdraw") return { kind: "withdraw", amount: parseAmount(typed, prizeAsset) };
  const change = parseChange(typed, tokensNow);
  return change && { kind: "updateSettings", change };
}

/** Parses LOVELACE [--tokens N]. Throws a usage error that names the wrong argument. */
export function parseAmount({ name, values, tokens: typed }: Typed, prizeAsset: PrizeAsset | null): Amount {
  const [lovelace = ""] = exactly(name, values, ["LOVELACE"]);
  const tokens = wholeNumber("--tokens", typed ?? "0");
  if (tokens > 0n && !prizeAsset) throw usageError("--tokens: this pool has no prize asset.");
  return { lovelace: wholeNumber("LOVELACE", lovelace), tokens };
}

function parseChange(typed: Typed, tokensNow: bigint): Change | null {
  const { name, values } = typed;
  const one = (what: string) => exactly(name, values, [what])[0] ?? "";
  const limit = () => ({
    lovelace: wholeNumber("LOVELACE", one("LOVELACE")),
    tokens: typed.tokens === undefined ? tokensNow : wholeNumber("--tokens", typed.tokens),
  });
  switch (name) {
    case "add-approver":
      return { kind: "addApprover", key: key(one("KEY")), threshold: threshold(typed), consent: NO_CONSENT };
    case "drop-approver":
      return { kind: "dropApprover", key: key(one("KEY")), threshold: threshold(typed) };
    case "set-threshold":
      return { kind: "setThreshold", threshold: Number(wholeNumber("N", one("N"))) };
    case "set-oracle":
      return { kind: "setOracle", key: key(one("KEY")), consent: NO_CONSENT };
    case "set-operator":
      return { kind: "setOperator", operator: hex("KEYHASH", one("KEYHASH"), 28) };
    case "set-max-fee":
      return { kind: "setMaxFee", maxFeeLovelace: wholeNumber("LOVELACE", one("LOVELACE")) };
    case "set-daily-limit":
      return { kind: "setDailyLimit", limit: limit() };
    case "set-min-deposit":
      return { kind: "setMinDeposit", minDeposit: limit() };
    case "set-min-gap":
      return { kind: "setMinGap", minGapMs: milliseconds(one("MILLISECONDS")) };
    case "set-window": {
      const [min = "", max = ""] = exactly(name, values, ["MILLISECONDS", "MILLISECONDS"]);
      return { kind: "setWindow", minWindowMs: milliseconds(min), maxWindowMs: milliseconds(max) };
    }
    case "set-reserve":
      return { kind: "setReserve", reserveLovelace: wholeNumber("LOVELACE", one("LOVELACE")) };
    default:
      return null;
  }
}

function exactly(name: string, values: readonly string[], wanted: readonly string[]): readonly string[] {
  if (values.length === wanted.length) return values;
  throw usageError(`${name} takes ${wanted.join(" and ") || "nothing"}; ${values.length} arguments were given.`);
}

function take(values: readonly string[], wanted: readonly string[], act: WantedAct): WantedAct {
  exactly(act.kind, values, wanted);
  return act;
}

function threshold(typed: Typed): number {
  if (typed.threshold === undefined) {
    throw usageError(`${typed.name} needs --threshold N: how many must sign afterwards.`);
  }
  return Number(wholeNumber("--threshold", typed.threshold));
}

function milliseconds(text: string): number {
  return Number(wholeNumber("MILLISECONDS", text));
}

function wholeNumber(what: string, text: string): bigint {
  if (!/^\d{1,18}$/.test(text))
    throw usageError(`${what}: ${shown(text)} should be a whole number of at most 18 digits.`);
  return BigInt(text);
}

function key(text: string): string {
  return hex("KEY", text, 32);
}

function hex(what: string, text: string, bytes: number): string {
  if (new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(text)) return text;
  throw usageError(`${what}: ${shown(text)} should be ${bytes * 2} lower-case hexadecimal digits.`);
}
