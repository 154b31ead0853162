import type { Amount } from "@/server/domain/contract/amount";
import { ACT_FIELDS, type ActField, isActName, readAct, type TypedAct } from "@/server/domain/contract/typed-act";
import type { Settings } from "@/server/domain/contract/types";
import type { WantedAct } from "@/server/domain/contract/wanted-act";
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

type PoolNow = Pick<Settings, "prizeAsset" | "dailyLimit" | "minDeposit">;

/** Null if the name is no act. Throws a usage error that names the wrong argument. */
export function parseAct(typed: Typed, now: PoolNow): WantedAct | null {
  const { name } = typed;
  if (!isActName(name)) return null;
  const read = readAct({ name, fields: fieldsOf(typed, ACT_FIELDS[name]) }, now);
  if (read.ok) return read.wanted;
  throw usageError(read.problems.map(({ field, problem }) => `${ARGUMENTS[field as ActField]}: ${problem}`).join(" "));
}

/** Parses LOVELACE [--tokens N]. Throws a usage error that names the wrong argument. */
export function parseAmount(typed: Typed, now: PoolNow): Amount {
  // A deposit is written as a withdrawal is.
  const fields = fieldsOf(typed, ACT_FIELDS.withdraw);
  const read = readAct({ name: "withdraw", fields }, now);
  if (read.ok && read.wanted.kind === "withdraw") return read.wanted.amount;
  const problems = read.ok ? [] : read.problems;
  throw usageError(problems.map(({ field, problem }) => `${ARGUMENTS[field as ActField]}: ${problem}`).join(" "));
}

/** As the usage names them. */
const ARGUMENTS: Record<ActField, string> = {
  key: "KEY",
  operator: "KEYHASH",
  lovelace: "LOVELACE",
  tokens: "--tokens",
  threshold: "--threshold",
  minGapMs: "MILLISECONDS",
  minWindowMs: "MILLISECONDS",
  maxWindowMs: "MILLISECONDS",
};

/** Words in their order, the rest by options: a threshold is a word where it is all that an act says. */
function fieldsOf(typed: Typed, fields: readonly ActField[]): TypedAct["fields"] {
  const { name, values } = typed;
  const isOption = (field: ActField) => field === "tokens" || (field === "threshold" && fields.length > 1);
  const words = fields.filter((field) => !isOption(field));
  if (values.length !== words.length) {
    const wanted = words.map((field) => (field === "threshold" ? "N" : ARGUMENTS[field])).join(" and ") || "nothing";
    throw usageError(`${name} takes ${wanted}; ${values.length} arguments were given.`);
  }
  if (fields.some((field) => field === "threshold" && isOption(field)) && typed.threshold === undefined) {
    throw usageError(`${name} needs --threshold N: how many must sign afterwards.`);
  }
  const given = Object.fromEntries(words.map((field, index) => [field, values[index]]));
  return { threshold: typed.threshold, ...given, tokens: typed.tokens };
}
