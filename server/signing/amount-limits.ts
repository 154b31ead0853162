import { sum } from "@/server/domain/integers";
import { hourlyAllowance } from "@/server/domain/plan/limits";
import { unless } from "@/server/domain/problems";
import type { ReportRows, Section } from "@/server/domain/report/rows";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import type { Lovelace, PosixMs } from "@/server/domain/units";
import { allSigned, type Signed, type SignerRecord } from "./signer-record";

/** What a signer signs at most, whoever asks. Null or absent: as much as the other limits allow. */
export type AmountLimits = {
  /** All that is signed on one day of the signer's clock, in UTC, may pay this much together. */
  readonly dailyLimitLovelace: Lovelace;
  /** The same for any hour. */
  readonly hourlyLimitLovelace?: Lovelace | null;
  /** What one address may get by one plan. */
  readonly recipientLimitLovelace?: Lovelace | null;
};

const DAY_MS = 24 * 3_600_000;

/**
 * Why `asked` may not be signed now beside what is on record. Everything that was ever signed counts, also what was
 * cancelled since: a rollback could bring it back, and nobody asks the chain for each. What is signed again counts
 * once, when its latest deadline was signed. What has a time after now, because the clock was put back, counts too.
 */
export function checkAmounts(record: SignerRecord, limits: AmountLimits, asked: Signed): string[] {
  const { lovelace, signedMs: nowMs } = asked;
  const others = allSigned(record).filter(({ digest }) => digest !== asked.digest);
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const signedToday = sum(others.filter(({ signedMs }) => signedMs >= today).map((each) => each.lovelace));
  return [
    ...checkDay(signedToday, lovelace, limits.dailyLimitLovelace, today),
    ...checkHour(others, nowMs, limits.hourlyLimitLovelace ?? null, lovelace),
  ];
}

/** What alone is over the limit has been refused before (`signPlan`). */
function checkDay(signed: Lovelace, lovelace: Lovelace, limit: Lovelace, today: PosixMs): string[] {
  if (signed + lovelace <= limit) return [];
  const from = new Date(today + DAY_MS).toISOString();
  return [
    `it pays ${lovelace} lovelace, and ${signed} were signed today: together more than this signer's limit of ${limit} a day. Wait until ${from}, or raise --daily-limit`,
  ];
}

function checkHour(others: readonly Signed[], nowMs: PosixMs, limit: Lovelace | null, lovelace: Lovelace): string[] {
  // To sign is what a signer does of a broadcast.
  const signed = others.map((each) => ({ firstBroadcastMs: each.signedMs, lovelace: each.lovelace }));
  const allowance = hourlyAllowance(signed, nowMs, limit, lovelace);
  if (allowance.allowed) return [];
  const { usedLovelace, allowedFromMs } = allowance;
  const until = allowedFromMs === null ? "" : `wait until ${new Date(allowedFromMs).toISOString()}, or `;
  return [
    `it pays ${lovelace} lovelace, and ${usedLovelace} were signed within the hour: more than this signer's limit of ${limit} an hour: ${until}raise --hourly-limit`,
  ];
}

/** Takes the rows of a report part by part. At the end it says who would get more than the limit; one is enough. */
export function watchRecipients({ recipientLimitLovelace: limit = null }: AmountLimits) {
  let over: RewardLine | null = null;
  const isOver = (row: ReportRows[Section]): row is RewardLine =>
    limit !== null && "payoutLovelace" in row && row.payoutLovelace > limit;
  return {
    take(rows: readonly ReportRows[Section][]): void {
      over ??= rows.find(isOver) ?? null;
    },
    problems: (): string[] =>
      unless(
        over === null,
        `${over?.address} would get ${over?.payoutLovelace} lovelace, more than this signer's limit of ${limit} for one recipient: raise --recipient-limit`,
      ),
  };
}
