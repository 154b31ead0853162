import { makeAddress } from "../cardano/address";
import type { Lovelace, PosixMs } from "../units";
import type { Amount } from "./amount";
import type { PoolState } from "./read-pool";
import type { PrizeAsset, Settings } from "./types";

/* A pool in words, for people at a terminal. Amounts are exact. */

/** One line for each fact: its name and its value. */
export type Fact = readonly [label: string, text: string];

const LOVELACE_PER_ADA = 1_000_000n;

export function describePool(pool: PoolState, settings: Settings, networkId: 0 | 1, nowMs: PosixMs): Fact[] {
  const { datum, held, output } = pool;
  const { prizeAsset } = settings;
  return [
    ["Pool", pool.policyId],
    ["Address", output.address],
    ["Holds", amountInWords(held, prizeAsset)],
    ["State", stateInWords(pool, prizeAsset, nowMs)],
    ["Last day", `${datum.lastDay}, plan ${datum.plan}`],
    ["Nonce", `${datum.nonce}`],
    ["Operator", `${datum.operator}, at most ${ada(datum.maxFeeLovelace)} of fee a transaction`],
    ...describeSettings(settings, networkId),
  ];
}

export function describeSettings(settings: Settings, networkId: 0 | 1): Fact[] {
  const { approvers, prizeAsset } = settings;
  return [
    ["Network", settings.network],
    ["Oracle", settings.oracle],
    ["Approvers", `${settings.threshold} of ${approvers.length} must sign`],
    ...approvers.map((key, i): Fact => [`  ${i}`, key]),
    ["A day", `${span(settings.intervalMs)}, at most ${amountInWords(settings.dailyLimit, prizeAsset)}`],
    ["Between days", `at least ${span(settings.minGapMs)}`],
    ["Deadline", `${span(settings.minWindowMs)} to ${span(settings.maxWindowMs)} after the Commit`],
    ["Reserve", ada(settings.reserveLovelace)],
    ["A deposit", `at least ${amountInWords(settings.minDeposit, prizeAsset, " or ")}`],
    ["Treasury", makeAddress(networkId, settings.treasury, null)],
    ["Prizes in", prizeAsset ? `ADA and ${prizeAsset.label} (${prizeAsset.policyId}${prizeAsset.assetName})` : "ADA"],
  ];
}

function stateInWords({ datum }: PoolState, prizeAsset: PrizeAsset | null, nowMs: PosixMs): string {
  const { status } = datum;
  const rest = `${amountInWords(status.remaining, prizeAsset)} to ${status.outputs} outputs`;
  if (status.kind === "paying") {
    const until = new Date(status.deadlineMs).toISOString();
    const isOver = nowMs >= status.deadlineMs;
    return `paying: ${rest} still to go, ${isOver ? `the deadline ${until} is over` : `until ${until}`}`;
  }
  return status.left === "" ? "idle, nothing is owed" : `idle; the last plan left ${rest} unpaid`;
}

function amountInWords(amount: Amount, prizeAsset: PrizeAsset | null, and = " and "): string {
  return prizeAsset ? `${ada(amount.lovelace)}${and}${amount.tokens} ${prizeAsset.label}` : ada(amount.lovelace);
}

function ada(lovelace: Lovelace): string {
  const fraction = (lovelace % LOVELACE_PER_ADA).toString().padStart(6, "0");
  return `${lovelace / LOVELACE_PER_ADA}.${fraction} ADA`;
}

/** Milliseconds in the largest unit that leaves no rest. */
function span(ms: number): string {
  const units: [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  const [size, name] = units.find(([size]) => ms > 0 && ms % size === 0) ?? [1, "ms"];
  return `${ms / size} ${name}`;
}
