import type { PoolScript } from "@/server/chain/pool/script";
import { whyNothingFits } from "@/server/chain/pool/smallest-pay";
import { ChainSourceError } from "@/server/chain/sources/error";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import { networkLabel } from "@/server/domain/cardano/network";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { PoolTerms } from "@/server/domain/contract/check-settings";
import { findPoolFaults, leastToPay, type ScriptKind } from "@/server/domain/contract/find-pool-faults";
import { type PoolFault, stopsOf } from "@/server/domain/contract/pool-fault";
import type { Settings } from "@/server/domain/contract/types";
import type { ChainSource } from "@/server/domain/ports";
import type { Hex, PosixMs } from "@/server/domain/units";
import { type References, referenceFaults } from "../pool/look-at-reference";
import type { SeenPool } from "./find-pool";

/** What a pool's terms are checked with: of one that exists, or of one that is yet to be made. */
type Terms = {
  readonly terms: PoolTerms;
  readonly script: PoolScript;
  readonly networkMagic: number;
  readonly chain: ChainTerms;
  /** Chain time. */
  readonly nowMs: PosixMs;
  /** How long a transaction of this installation lives; null where that is not known. */
  readonly transactionLifetimeMs: number | null;
};

/** All about the terms that keeps a pool from paying, or that its people should know. Throws what the source does. */
export async function checkPoolTerms(source: ChainSource, given: Terms): Promise<PoolFault[]> {
  const { terms, script, networkMagic, chain, nowMs, transactionLifetimeMs } = given;
  const faults = findPoolFaults(terms, {
    network: networkLabel(networkMagic),
    policyId: script.policyId,
    governor: script.governor.hash,
    coinsPerUtxoByte: chain.parameters.coinsPerUtxoByte,
    slotLengthMs: chain.slots.slotLengthMs,
    nowMs,
    treasuryScript: await treasuryScriptOf(source, terms.settings),
    transactionLifetimeMs,
  });
  if (faults.some(({ kind }) => kind === "unsound")) return faults;
  const problem = whyNothingFits(script, terms, chain, nowMs);
  if (problem === null) return faults;
  return [...faults, { kind: "small-fee", maxFeeLovelace: terms.maxFeeLovelace, problem }];
}

/** What this installation has of its own, as far as it is known. */
export type Own = {
  /** Hash of the operator's key. */
  readonly operator?: Hex | undefined;
  /** The oracle's public key. */
  readonly oracle?: Hex | undefined;
  /** The references that it uses, as they stand; those that were found, where it is not given. */
  readonly references?: References;
  readonly transactionLifetimeMs?: number;
};

/**
 * Everything about a pool on chain that keeps it from paying, or that its people should know, worst first. Nothing that
 * whoever made it says is believed. Empty for a closed one. Throws what the source does.
 */
export async function checkPool(source: ChainSource, seen: SeenPool, own: Own = {}): Promise<PoolFault[]> {
  const { pool, settings, script, chain, networkMagic, tip, references, rewardsLovelace } = seen;
  if (!pool) return [];
  const { operator, maxFeeLovelace, status } = pool.datum;
  const terms = { settings, operator, maxFeeLovelace };
  const nowMs = slotToMs(chain.slots, tip.slot);
  const { transactionLifetimeMs = null } = own;
  const faults = await checkPoolTerms(source, { terms, script, networkMagic, chain, nowMs, transactionLifetimeMs });
  const neededLovelace = leastToPay(terms, chain.parameters.coinsPerUtxoByte);
  const heldLovelace = pool.held.lovelace;
  const isShort = status.kind === "idle" && heldLovelace < neededLovelace;
  const all: PoolFault[] = [
    ...faults,
    ...referenceFaults(own.references ?? references),
    ...(rewardsLovelace === null ? [{ kind: "account", account: script.governor.account } as const] : []),
    ...(isShort ? [{ kind: "short-of-money", heldLovelace, neededLovelace } as const] : []),
    ...(own.operator && own.operator !== operator
      ? [{ kind: "other-operator", own: own.operator, pool: operator } as const]
      : []),
    ...(own.oracle && own.oracle !== settings.oracle
      ? [{ kind: "other-oracle", own: own.oracle, pool: settings.oracle } as const]
      : []),
  ];
  return worstFirst(all);
}

const WORST = ["everyone", "new", "nobody"] as const;

export function worstFirst(faults: readonly PoolFault[]): PoolFault[] {
  return WORST.flatMap((stops) => faults.filter((fault) => stopsOf(fault) === stops));
}

async function treasuryScriptOf(source: ChainSource, { treasury }: Settings): Promise<ScriptKind | null> {
  if (treasury.kind === "key") return null;
  try {
    const script = await source.script(treasury.hash);
    return script === null ? "unknown" : (script.kind as ScriptKind);
  } catch (error) {
    if (!(error instanceof ChainSourceError)) throw error;
    // The source knows it, and reads Plutus scripts only; or it tells nothing of scripts.
    if (error.details.scriptType !== undefined) return "native";
    if (error.kind === "not-supported") return "unknown";
    throw error;
  }
}
