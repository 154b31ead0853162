import { makeAddress } from "../domain/cardano/address";
import type { Amount } from "../domain/contract/amount";
import type { Fact } from "../domain/contract/pool-in-words";
import type { PoolState } from "../domain/contract/read-pool";
import { NO_PLAN, type PrizeAsset, type Settings } from "../domain/contract/types";
import type { Hex, Lovelace, PosixMs } from "../domain/units";
import { formatAda } from "./format";
import { sayMoment, saySpan } from "./span";

/* A pool in words, for people at a terminal and in the console. Amounts are exact. */

const HOUR_MS = 3_600_000;

/** What has changed since the pool was made, and its settings in force. `nowMs` is chain time. */
export function describePool(pool: PoolState, settings: Settings, networkId: 0 | 1, nowMs: PosixMs): Fact[] {
  const { datum, held, output } = pool;
  const { prizeAsset } = settings;
  const { plan, lastDay, lastPayoutMs, nonce } = datum;
  return [
    ["Pool", pool.policyId],
    ["Address", output.address],
    ["Holds", amountInWords(held, prizeAsset)],
    ["State", stateInWords(pool, prizeAsset, nowMs)],
    [
      "Last day",
      plan === NO_PLAN ? `none was paid; the first that can be is ${lastDay + 1}` : `${lastDay}, plan ${plan}`,
    ],
    ["Last Commit", lastPayoutMs === 0 ? "never" : sayMoment(lastPayoutMs)],
    ["Nonce", `${nonce}`],
    ...describeOperator(datum.operator, datum.maxFeeLovelace),
    ...describeSettings(settings, networkId),
  ];
}

/** `operator` is the hash of its key. */
export function describeOperator(operator: Hex, maxFeeLovelace: Lovelace): Fact[] {
  return [["Operator", `${operator}, at most ${formatAda(maxFeeLovelace)} of fee a transaction`]];
}

export function describeSettings(settings: Settings, networkId: 0 | 1): Fact[] {
  const { approvers, prizeAsset, minGapMs } = settings;
  return [
    ["Network", settings.network],
    ["Oracle", settings.oracle],
    ["Approvers", `${settings.threshold} of ${approvers.length} must sign`],
    ...approvers.map((key, i): Fact => [`  ${i}`, key]),
    ["A day", `${saySpan(settings.intervalMs)}, at most ${amountInWords(settings.dailyLimit, prizeAsset)}`],
    ["An hour", `at most ${amountInWords(anHour(settings), prizeAsset)} if every day is paid when it ends`],
    [
      "Between days",
      minGapMs === 0 ? "no wait between two Commits" : `at least ${saySpan(minGapMs)} between two Commits`,
    ],
    ["Deadline", `${saySpan(settings.minWindowMs)} to ${saySpan(settings.maxWindowMs)} after the Commit`],
    ["Reserve", formatAda(settings.reserveLovelace)],
    ["A deposit", `at least ${amountInWords(settings.minDeposit, prizeAsset, " or ")}`],
    ["Treasury", treasuryInWords(settings, networkId)],
    ["Prizes in", prizeAsset ? `ADA and ${prizeAsset.label} (${prizeAsset.policyId}${prizeAsset.assetName})` : "ADA"],
  ];
}

/** The most that can be paid in an hour as days end, rounded down; of a longer day all of it is paid in one. */
function anHour({ dailyLimit, intervalMs }: Settings): Amount {
  const of = (limit: bigint) => (intervalMs >= HOUR_MS ? limit : (limit * BigInt(HOUR_MS)) / BigInt(intervalMs));
  return { lovelace: of(dailyLimit.lovelace), tokens: of(dailyLimit.tokens) };
}

function treasuryInWords({ treasury }: Settings, networkId: 0 | 1): string {
  const kind = treasury.kind === "key" ? "a key" : "a script";
  return `${makeAddress(networkId, treasury, null)}, of ${kind} with the hash ${treasury.hash}`;
}

function stateInWords({ datum }: PoolState, prizeAsset: PrizeAsset | null, nowMs: PosixMs): string {
  const { status } = datum;
  const rest = `${amountInWords(status.remaining, prizeAsset)} to ${status.outputs} outputs`;
  if (status.kind === "paying") {
    const until = sayMoment(status.deadlineMs);
    const isOver = nowMs >= status.deadlineMs;
    return `paying: ${rest} still to go, ${isOver ? `the deadline ${until} is over` : `until ${until}`}`;
  }
  return status.left === "" ? "idle, nothing is owed" : `idle; the last plan left ${rest} unpaid`;
}

function amountInWords(amount: Amount, prizeAsset: PrizeAsset | null, and = " and "): string {
  const { lovelace, tokens } = amount;
  return prizeAsset ? `${formatAda(lovelace)}${and}${tokens} ${prizeAsset.label}` : formatAda(lovelace);
}
