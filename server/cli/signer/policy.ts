import { isPublicNetwork, networkLabel } from "@/server/domain/cardano/network";
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
  // As approval texts name it.
  const network = networkLabel(networkMagic);
  const { act } = values;
  if (act !== "propose" && act !== "approve") {
    throw usageError(`--act must be propose or approve, not ${shown(act ?? "")}.`);
  }
  return {
    act,
    network,
    policyId: readPolicyId(values.pool),
    dailyLimitLovelace: readLovelace("--daily-limit", values["daily-limit"] ?? ""),
    hourlyLimitLovelace: optional("--hourly-limit", values["hourly-limit"]),
    recipientLimitLovelace: optional("--recipient-limit", values["recipient-limit"]),
    ...readLongestDeadline(values["longest-deadline"], network),
  };
}

export function readPolicyId(pool = ""): string {
  if (/^[0-9a-f]{56}$/.test(pool)) return pool;
  throw usageError("--pool must be the pool's policy id (56 hexadecimal digits).");
}

const HOUR_MS = 3_600_000;
/** As long as operations may set a plan's deadline. */
const MOST_HOURS = 9_600;
/** A devnet's time may be years from that of this machine. */
const MOST_HOURS_ON_A_DEVNET = 999_999;

/** Absent where nothing is given. `network` is a label. */
export function readLongestDeadline(
  hours: string | undefined,
  network: string,
): { readonly longestDeadlineMs?: number } {
  if (hours === undefined) return {};
  const most = isPublicNetwork(network) ? MOST_HOURS : MOST_HOURS_ON_A_DEVNET;
  if (/^[1-9]\d{0,5}$/.test(hours) && Number(hours) <= most) return { longestDeadlineMs: Number(hours) * HOUR_MS };
  throw usageError(`--longest-deadline must be a whole number of hours from 1 to ${most}, not ${shown(hours)}.`);
}

function optional(name: string, value: string | undefined): Lovelace | null {
  return value === undefined ? null : readLovelace(name, value);
}

function readLovelace(name: string, value: string): Lovelace {
  if (/^[1-9]\d{0,17}$/.test(value)) return BigInt(value);
  throw usageError(`${name} must be a whole number of lovelace above 0, not ${shown(value)}.`);
}
