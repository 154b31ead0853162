import type { FieldProblem } from "../fields";
import { shown } from "../shown";
import type { Change } from "./acts";
import type { Amount } from "./amount";
import type { Settings } from "./types";
import { NO_CONSENT, type WantedAct } from "./wanted-act";

/* An act as people write it, on a command line or in a form: its name, and a text for each of its fields. */

/** The fields of each act, in the order in which a command names them. */
export const ACT_FIELDS = {
  cancel: [],
  close: [],
  withdraw: ["lovelace", "tokens"],
  "add-approver": ["key", "threshold"],
  "drop-approver": ["key", "threshold"],
  "set-threshold": ["threshold"],
  "set-oracle": ["key"],
  "set-operator": ["operator"],
  "set-max-fee": ["lovelace"],
  "set-daily-limit": ["lovelace", "tokens"],
  "set-min-deposit": ["lovelace", "tokens"],
  "set-min-gap": ["minGapMs"],
  "set-window": ["minWindowMs", "maxWindowMs"],
  "set-reserve": ["lovelace"],
} as const satisfies Record<string, readonly string[]>;

export type ActName = keyof typeof ACT_FIELDS;
export type ActField = (typeof ACT_FIELDS)[ActName][number];
export const ACT_NAMES = Object.keys(ACT_FIELDS) as readonly ActName[];

/** Amounts in lovelace and in the token's smallest unit, times in milliseconds, keys in hexadecimal. */
export type TypedAct = {
  readonly name: ActName;
  readonly fields: { readonly [field in ActField]?: string | undefined };
};

export function isActName(text: string): text is ActName {
  return (ACT_NAMES as readonly string[]).includes(text);
}

type PoolNow = Pick<Settings, "prizeAsset" | "dailyLimit" | "minDeposit">;

export type ReadAct =
  | { readonly ok: true; readonly wanted: WantedAct }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/**
 * Reads it. A limit in tokens that is left out stays as it is; an amount of tokens that is left out is none. What the
 * contract would refuse is said later (`judgeAct`): here each field is only what it should be.
 */
export function readAct({ name, fields }: TypedAct, now: PoolNow): ReadAct {
  const problems: FieldProblem[] = [];
  const read = new Reader(fields, (field, problem) => problems.push({ field, problem }));
  const wanted = make(name, read, now);
  if (!now.prizeAsset && /^0*[1-9]\d*$/.test(fields.tokens ?? "")) {
    problems.push({ field: "tokens", problem: "this pool has no prize asset." });
  }
  return problems.length === 0 ? { ok: true, wanted } : { ok: false, problems };
}

function make(name: ActName, read: Reader, now: PoolNow): WantedAct {
  switch (name) {
    case "cancel":
    case "close":
      return { kind: name };
    case "withdraw":
      return { kind: "withdraw", amount: { lovelace: read.whole("lovelace"), tokens: read.whole("tokens", "0") } };
    default:
      return { kind: "updateSettings", change: makeChange(name, read, now) };
  }
}

type ChangeName = Exclude<ActName, "cancel" | "close" | "withdraw">;

function makeChange(name: ChangeName, read: Reader, now: PoolNow): Change {
  const limit = (current: Amount): Amount => ({
    lovelace: read.whole("lovelace"),
    tokens: read.whole("tokens", `${current.tokens}`),
  });
  switch (name) {
    case "add-approver": {
      const [key, threshold] = [read.hex("key", 32), Number(read.whole("threshold"))];
      return { kind: "addApprover", key, threshold, consent: NO_CONSENT };
    }
    case "drop-approver":
      return { kind: "dropApprover", key: read.hex("key", 32), threshold: Number(read.whole("threshold")) };
    case "set-threshold":
      return { kind: "setThreshold", threshold: Number(read.whole("threshold")) };
    case "set-oracle":
      return { kind: "setOracle", key: read.hex("key", 32), consent: NO_CONSENT };
    case "set-operator":
      return { kind: "setOperator", operator: read.hex("operator", 28) };
    case "set-max-fee":
      return { kind: "setMaxFee", maxFeeLovelace: read.whole("lovelace") };
    case "set-daily-limit":
      return { kind: "setDailyLimit", limit: limit(now.dailyLimit) };
    case "set-min-deposit":
      return { kind: "setMinDeposit", minDeposit: limit(now.minDeposit) };
    case "set-min-gap":
      return { kind: "setMinGap", minGapMs: Number(read.whole("minGapMs")) };
    case "set-window": {
      const [min, max] = [read.whole("minWindowMs"), read.whole("maxWindowMs")];
      return { kind: "setWindow", minWindowMs: Number(min), maxWindowMs: Number(max) };
    }
    case "set-reserve":
      return { kind: "setReserve", reserveLovelace: read.whole("lovelace") };
  }
}

/** Reads one field after the other; what is wrong is told, and something harmless goes on in its place. */
class Reader {
  constructor(
    private readonly fields: TypedAct["fields"],
    private readonly tell: (field: ActField, problem: string) => void,
  ) {}

  /** `otherwise` where the field is left out. */
  whole(field: ActField, otherwise?: string): bigint {
    const text = this.fields[field] ?? otherwise ?? "";
    if (/^\d{1,18}$/.test(text)) return BigInt(text);
    this.tell(field, `${shown(text)} should be a whole number of at most 18 digits.`);
    return 0n;
  }

  hex(field: ActField, bytes: number): string {
    const text = this.fields[field] ?? "";
    if (new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(text)) return text;
    this.tell(field, `${shown(text)} should be ${bytes * 2} lower-case hexadecimal digits.`);
    return "";
  }
}
