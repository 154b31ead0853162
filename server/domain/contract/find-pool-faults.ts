import { makeAddress } from "../cardano/address";
import { keyHashOf } from "../cardano/key-hash";
import { minimumOutputLovelace } from "../cardano/minimum-output";
import { findSigningTimeProblem } from "../day/signing-time";
import type { Hex, Lovelace, PosixMs } from "../units";
import { checkTerms, type PoolTerms } from "./check-settings";
import { prizeAssetUnit } from "./pool-assets";
import type { PoolFault, TreasuryOwner } from "./pool-fault";
import type { Settings } from "./types";

/** 45 billion ADA: more there never is. */
export const ALL_LOVELACE: Lovelace = 45_000_000_000_000_000n;
/** Nobody waits longer for a prize. */
export const LONGEST_WAIT_MS = 366 * 24 * 3_600_000;
/** Of Cardano's slots, one in so many has a block. */
const SLOTS_A_BLOCK = 20;
/** The spare keys without which a second loss locks the money (contracts/README.md). */
const SPARE_KEYS = 2;

/** How the chain shows a script: "native" and the Plutus versions, or "unknown" where nobody has shown it yet. */
export type ScriptKind = "native" | "PlutusV1" | "PlutusV2" | "PlutusV3" | "unknown";

/** What the pool's terms are held against. */
export type PoolWorld = {
  /** What approval texts call the source's network. */
  readonly network: string;
  /** Null while the pool is not made. */
  readonly policyId: Hex | null;
  readonly governor: Hex;
  readonly coinsPerUtxoByte: Lovelace;
  readonly slotLengthMs: number;
  /** Chain time. */
  readonly nowMs: PosixMs;
  /** Of the treasury; null where it is a key. */
  readonly treasuryScript: ScriptKind | null;
  /** How long a transaction of this installation lives; null where that is not known. */
  readonly transactionLifetimeMs: number | null;
};

/**
 * Everything about a pool's terms that would keep it from paying, or that its people should know: what the contract
 * refuses, and what it takes all the same. Empty if there is nothing.
 */
export function findPoolFaults(terms: PoolTerms, world: PoolWorld): PoolFault[] {
  const { settings } = terms;
  const { approvers, threshold, prizeAsset } = settings;
  const unsound = checkTerms(terms, world.policyId).map((problem): PoolFault => ({ kind: "unsound", problem }));
  // Of those nothing else can be said.
  if (unsound.length > 0) return unsound;
  return [
    ...when(settings.network !== world.network, {
      kind: "network",
      named: settings.network,
      expected: world.network,
    }),
    ...findTimeFaults(settings, world),
    ...findAmountFaults(terms, world),
    ...findTreasuryFaults(terms, world),
    ...when(approvers.length - threshold < SPARE_KEYS, { kind: "few-keys", threshold, approvers: approvers.length }),
    ...(prizeAsset ? [{ kind: "tokens", unit: prizeAssetUnit(prizeAsset) } as const] : []),
  ];
}

/** The least that a payout may hold: an output with ADA alone at an address without staking part. */
export function smallestPayout(coinsPerUtxoByte: Lovelace): Lovelace {
  const address = makeAddress(0, { kind: "key", hash: "00".repeat(28) }, null);
  return minimumOutputLovelace({ address }, coinsPerUtxoByte);
}

/**
 * What a pool must hold to pay the smallest payout: what contracts/lib/funding.ak wants left by the Commit of one
 * batch, and the most that this may cost.
 */
export function leastToPay({ settings, maxFeeLovelace }: PoolTerms, coinsPerUtxoByte: Lovelace): Lovelace {
  return settings.reserveLovelace + 4n * maxFeeLovelace + smallestPayout(coinsPerUtxoByte);
}

function findTimeFaults(settings: Settings, world: PoolWorld): PoolFault[] {
  const { intervalMs, minWindowMs } = settings;
  const { nowMs, slotLengthMs, transactionLifetimeMs } = world;
  const blockMs = SLOTS_A_BLOCK * slotLengthMs;
  const firstEndMs = (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
  const problem = transactionLifetimeMs === null ? null : findSigningTimeProblem(settings, { transactionLifetimeMs });
  return [
    ...when(intervalMs > LONGEST_WAIT_MS, { kind: "endless-day", intervalMs, firstEndMs }),
    ...when(intervalMs < blockMs, { kind: "short-day", intervalMs, blockMs }),
    ...when(minWindowMs > LONGEST_WAIT_MS, { kind: "late-deadline", minWindowMs }),
    ...(problem === null ? [] : [{ kind: "no-time-to-sign", problem } as const]),
  ];
}

function findAmountFaults(terms: PoolTerms, { coinsPerUtxoByte }: PoolWorld): PoolFault[] {
  const { dailyLimit, reserveLovelace, minDeposit } = terms.settings;
  const smallestLovelace = smallestPayout(coinsPerUtxoByte);
  return [
    ...when(dailyLimit.lovelace < smallestLovelace, {
      kind: "small-limit",
      limitLovelace: dailyLimit.lovelace,
      smallestLovelace,
    }),
    ...when(dailyLimit.lovelace > ALL_LOVELACE, { kind: "no-limit", limitLovelace: dailyLimit.lovelace }),
    ...when(leastToPay(terms, coinsPerUtxoByte) > ALL_LOVELACE, { kind: "huge-reserve", reserveLovelace }),
    ...when(minDeposit.lovelace > ALL_LOVELACE, { kind: "huge-deposit", leastLovelace: minDeposit.lovelace }),
  ];
}

function findTreasuryFaults({ settings, operator }: PoolTerms, world: PoolWorld): PoolFault[] {
  const owner = treasuryOwner(settings, operator, world);
  return owner === null ? [] : [{ kind: "treasury", owner, hash: settings.treasury.hash }];
}

/** Null where nothing speaks against it. That it is the pool itself, `checkTerms` says. */
function treasuryOwner(
  { treasury, oracle, approvers }: Settings,
  operator: Hex,
  { governor, treasuryScript }: PoolWorld,
): TreasuryOwner | null {
  const { kind, hash } = treasury;
  if (kind === "key") {
    if (hash === operator) return "operator";
    if (hash === keyHashOf(oracle)) return "oracle";
    return approvers.some((key) => hash === keyHashOf(key)) ? "approver" : null;
  }
  if (hash === governor) return "governor";
  switch (treasuryScript) {
    case "PlutusV1":
    case "PlutusV2":
      return "script-with-datum";
    case "PlutusV3":
      return "script";
    case "native":
      return null;
    case "unknown":
    case null:
      return "unknown-script";
  }
}

function when(isSo: boolean, fault: PoolFault): PoolFault[] {
  return isSo ? [fault] : [];
}
