import { type Credential, makeAddress } from "@/server/domain/cardano/address";
import type { ChainTransaction, OutRef, TxOutput } from "@/server/domain/ports";
import type { ReportInput } from "@/server/domain/report/write-report";
import type { PoolTerms } from "@/server/domain/rewards/pool-terms";
import type { Rules } from "@/server/domain/rules/rules";
import { parseRules, RULES_FORMAT } from "@/server/domain/rules/rules";

/* Made-up people and chains for the domain's tests. Everything follows from small numbers, nothing is random. */

export const ASSET = `${"ab".repeat(28)}534e454b`;
export const COINS_PER_BYTE = 4310n;
export const DAY_MS = 86_400_000;

/** 28 bytes that are a hash of nothing, told apart by a number. */
export function hashOf(seed: number): string {
  return seed.toString(16).padStart(56, "0");
}

export function key(seed: number): Credential {
  return { kind: "key", hash: hashOf(seed) };
}

export function script(seed: number): Credential {
  return { kind: "script", hash: hashOf(seed) };
}

/** A base address of two keys, or an enterprise address without `stake`. */
export function keyAddress(payment: number, stake?: number, networkId: 0 | 1 = 0): string {
  return makeAddress(networkId, key(payment), stake === undefined ? null : key(stake));
}

export const GAME_ADDRESS = makeAddress(0, script(0x9a3e), null);
export const POOL_SCRIPT = hashOf(0x9001);
/** A pool that reserves its own script, and allows what any test pays. */
export const POOL_TERMS: PoolTerms = { reserved: [POOL_SCRIPT], dailyLimitLovelace: 2n ** 80n };
/** Of a report, what follows from neither its rules nor its lines. */
export const REPORT_FRAME = {
  network: { magic: 42, systemStartMs: 0 },
  poolPolicyId: POOL_SCRIPT,
  intervalMs: DAY_MS,
  previous: { kind: "checkpoint", name: "first day" },
  open: null,
  declared: {
    source: { name: "devnet", kind: "blockfrost" },
    secondOpinion: { kind: "none", acceptedBy: null },
    closing: null,
    snapshotId: "5a".repeat(32),
    auditHead: { sequence: 7, hash: "0a".repeat(32) },
  },
} satisfies Partial<ReportInput>;
export const POOL_ADDRESS = makeAddress(0, { kind: "script", hash: POOL_SCRIPT }, null);
export const BYRON_ADDRESS = "Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi";

/** Of the right form, as JSON would hold it. */
export function testRulesDocument(): Record<string, unknown> {
  return {
    format: RULES_FORMAT,
    version: 1,
    gameAddress: GAME_ADDRESS,
    prizeAsset: ASSET,
    participation: { minimumLovelace: "2000000", playerDatumField: null, windowDays: null, minimumPlays: 1 },
    holding: { minimumQuantity: "1" },
    excluded: { addresses: [], identities: [] },
    allowedScripts: [],
    weight: { kind: "pro-rata-holding" },
    pot: { kind: "fixed", lovelace: "100000000" },
    perRecipientCapLovelace: null,
    dayLimits: { totalLovelace: "1000000000", hourlyLovelace: null },
  };
}

export function testRules(change: Partial<Rules> = {}): Rules {
  const result = parseRules({ ...testRulesDocument(), ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.rules;
}

export type OutputSketch = { address: string; lovelace?: bigint; tokens?: bigint; datum?: string };

/** An output with everything that the sketch leaves out. */
export function output(ref: OutRef, sketch: OutputSketch): TxOutput {
  const { address, lovelace = 1_500_000n, tokens = 0n, datum = null } = sketch;
  const assets = tokens > 0n ? { [ASSET]: tokens } : {};
  return { ref, address, lovelace, assets, inlineDatum: datum, datumHash: null, referenceScriptHash: null };
}

export function txHash(seed: number): string {
  return seed.toString(16).padStart(64, "0");
}

export type TransactionSketch = {
  seed: number;
  height?: number;
  timeMs?: number;
  valid?: boolean;
  inputs?: readonly TxOutput[];
  feeLovelace?: bigint;
  outputs: readonly OutputSketch[];
};

/** Blocks of 20 seconds, unless a time is given. What it makes more or less of the token than it spends is minted. */
export function transaction(sketch: TransactionSketch): ChainTransaction {
  const { seed, height = seed, valid = true, inputs = [] } = sketch;
  const { timeMs = height * 20_000 } = sketch;
  const hash = txHash(seed);
  const outputs = sketch.outputs.map((made, index) => output({ txHash: hash, index }, made));
  const minted = tokensOf(outputs) - tokensOf(inputs);
  return {
    hash,
    block: { hash: blockHash(height), height, slot: height * 20, timeMs },
    valid,
    inputs: inputs.map((spent) => ({ ref: spent.ref, output: spent })),
    outputs,
    mint: minted === 0n ? {} : { [ASSET]: minted },
    feeLovelace: sketch.feeLovelace ?? 0n,
    withdrawnLovelace: 0n,
    movesDeposits: false,
  };
}

function tokensOf(outputs: readonly TxOutput[]): bigint {
  return outputs.reduce((sum, { assets }) => sum + (assets[ASSET] ?? 0n), 0n);
}

export function blockHash(height: number): string {
  return `b10c${height.toString(16).padStart(60, "0")}`;
}

/** An input of somebody's own, from a transaction outside the history. */
export function funding(address: string, lovelace: bigint, seed = 1): TxOutput {
  return output({ txHash: `f00d${seed.toString(16).padStart(60, "0")}`, index: 0 }, { address, lovelace });
}

export function snapshotBlock(height: number) {
  return { hash: blockHash(height), height, slot: height * 20, timeMs: height * 20_000 };
}
