import type { UpkeepName } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { formatMinute } from "@/server/words/format";
import type { LastDone } from "../../upkeep/list-upkeep";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Time to order a new one, and to put it in place in working hours. */
const CERTIFICATE_DAYS = 21;
const URGENT_DAYS = 3;

export function judgeCertificate(what: string, endMs: PosixMs, nowMs: PosixMs): Finding[] {
  const leftMs = endMs - nowMs;
  if (leftMs >= CERTIFICATE_DAYS * DAY_MS) return [];
  const when =
    leftMs <= 0
      ? `ended ${sayAge(-leftMs)} ago`
      : `ends in ${sayAge(leftMs)}${leftMs < URGENT_DAYS * DAY_MS ? ", which is urgent" : ""}`;
  const fact = `The certificate of ${what} ${when} (${formatMinute(endMs)}).`;
  return [{ kind: "certificate-old", subject: what, fact, next: "Put a newer one in its place.", sinceMs: null }];
}

type Bound = {
  readonly kind: IncidentKind;
  readonly mostMs: number;
  readonly called: string;
  readonly act: string;
};

const YEAR_MS = 365 * DAY_MS;
const change = (called: string) =>
  ({ kind: "key-old", mostMs: YEAR_MS, called, act: "changed" }) as const satisfies Bound;

const BOUNDS: Record<UpkeepName, Bound> = {
  // A backup each night, which may take an hour or two longer than the night before.
  backup: { kind: "backup-old", mostMs: 26 * HOUR_MS, called: "A backup", act: "made" },
  // Each quarter, and a few days for whoever was away.
  drill: { kind: "drill-old", mostMs: 100 * DAY_MS, called: "A drill", act: "done" },
  "operator-key": change("The operator's key"),
  "signer-key": change("A signer's key"),
  secrets: change("The set of secrets in the environment"),
};

/** What nobody has recorded is told on mainnet alone: elsewhere there may be nothing worth a backup. */
export function judgeUpkeep(done: readonly LastDone[], isMainnet: boolean, nowMs: PosixMs): Finding[] {
  return done.flatMap(({ what, doneMs }) => {
    const { kind, mostMs, called, act } = BOUNDS[what];
    const next = `Once it is ${act}: npm run upkeep -- record ${what}`;
    if (doneMs === null) {
      const fact = `${called} has never been recorded as ${act}.`;
      return isMainnet ? { kind, subject: what, fact, next, sinceMs: null } : [];
    }
    if (nowMs - doneMs <= mostMs) return [];
    const fact = `${called} was last ${act} ${sayAge(nowMs - doneMs)} ago, at ${formatMinute(doneMs)}.`;
    return { kind, subject: what, fact, next, sinceMs: doneMs + mostMs };
  });
}
