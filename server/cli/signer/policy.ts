import { networkLabel } from "@/server/domain/cardano/network";
import { shown } from "@/server/domain/shown";
import type { Lovelace } from "@/server/domain/units";
import type { SignerPolicy } from "@/server/signing/sign-plan";
import { usageError } from "../command";

type Given = {
  readonly act?: string | undefined;
  readonly pool?: string | undefined;
  readonly "daily-limit"?: string | undefined;
  readonly "hourly-limit"?: string | undefined;
  readonly "recipient-limit"?: string | undefined;
  readonly "longest-deadline"?: string | undefined;
};

/** A signer's own limits, from its options. Its errors say what is right. */
export function readPolicy(values: Given, networkMagic: number): SignerPolicy {
  const { act } = values;
  if (act !== "propose" && act !== "approve") {
    throw usageError(`--act must be propose or approve, not ${shown(act ?? "")}.`);
  }
  return {
    act,
    // As approval texts name it.
    network: networkLabel(networkMagic),
    policyId: readPolicyId(values.pool),
    dailyLimitLovelace: readLovelace("--daily-limit", values["daily-limit"] ?? ""),
    hourlyLimitLovelace: optional("--hourly-limit", values["hourly-limit"]),
    recipientLimitLovelace: optional("--recipient-limit", values["recipient-limit"]),
    ...readLongestDeadline(values["longest-deadline"]),
  };
}

export function readPolicyId(pool = ""): string {
  if (/^[0-9a-f]{56}$/.test(pool)) return pool;
  throw usageError("--pool must be the pool's policy id (56 hexadecimal digits).");
}

const HOUR_MS = 3_600_000;
/** As long as operations may set a plan's deadline. */
const MOST_HOURS = 9_600;

/** Absent where nothing is given. */
export function readLongestDeadline(hours: string | undefined): { readonly longestDeadlineMs?: number } {
  if (hours === undefined) return {};
  if (/^[1-9]\d{0,3}$/.test(hours) && Number(hours) <= MOST_HOURS) {
    return { longestDeadlineMs: Number(hours) * HOUR_MS };
  }
  throw usageError(`--longest-deadline must be a whole number of hours from 1 to ${MOST_HOURS}, not ${shown(hours)}.`);
}

function optional(name: string, value: string | undefined): Lovelace | null {
  return value === undefined ? null : readLovelace(name, value);
}

function readLovelace(name: string, value: string): Lovelace {
  if (/^[1-9]\d{0,17}$/.test(value)) return BigInt(value);
  throw usageError(`${name} must be a whole number of lovelace above 0, not ${shown(value)}.`);
}
