import type { ChainTransaction, OutRef } from "../ports";
import type { SnapshotBlock } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import type { DayIndex, Height } from "../units";
import { playerNamedAt } from "./datum-cursor";
import { readOwner } from "./owner";

/** What the raw events up to a block add up to. */
export type ReplayState = {
  /** The last height that is in it; -1 before the first. */
  height: Height;
  /** Unspent outputs with the token, by "hash#index". */
  readonly tokens: Map<string, TokenOutput>;
  /** By identity. */
  readonly plays: Map<string, Plays>;
};
export type TokenOutput = { readonly address: string; readonly quantity: bigint };
/** How often somebody has played; and by day, where the rules count only some days. */
export type Plays = { total: number; readonly byDay: Map<DayIndex, number> | null };

export type ReplayTerms = {
  readonly rules: Rules;
  readonly intervalMs: number;
};

export const emptyState = (): ReplayState => ({ height: -1, tokens: new Map(), plays: new Map() });

export type Portion = {
  /** Of whole blocks, all above the state's height. */
  readonly transactions: readonly ChainTransaction[];
  /** Of blocks that are in the state already, whose player became known only above them: their tokens were counted. */
  readonly latePlays: readonly ChainTransaction[];
};

/**
 * Takes a state on by some transactions of the asset and of the game, in place: a copy of a million outputs for each
 * portion would take longer than the replay. A block has no order: each output is made once and spent once, so all
 * that it makes is there before anything of it is spent. Returns null, or why the history cannot be whole, and then the
 * state is worth nothing: tokens that came from nowhere or went nowhere, a transaction twice in a portion, an output
 * twice, or a block of another fork than that of `upTo`, the block that is replayed to.
 */
export function replayPortion(
  state: ReplayState,
  { transactions, latePlays }: Portion,
  terms: ReplayTerms,
  upTo: Pick<SnapshotBlock, "height" | "hash">,
): string | null {
  const stranger = findStranger(transactions, state, upTo);
  if (stranger) return stranger;
  for (const sameBlock of byBlock(transactions)) {
    const problem = replayBlock(state, sameBlock, terms);
    if (problem) return problem;
  }
  for (const transaction of latePlays) countPlay(state, transaction, terms);
  return null;
}

function replayBlock(state: ReplayState, sameBlock: readonly ChainTransaction[], terms: ReplayTerms): string | null {
  const { tokens } = state;
  const { prizeAsset } = terms.rules;
  for (const { ref, address, assets } of sameBlock.flatMap(({ outputs }) => outputs)) {
    const quantity = assets[prizeAsset] ?? 0n;
    if (quantity === 0n) continue;
    const key = keyOf(ref);
    if (tokens.has(key)) return `output ${key} is made twice`;
    tokens.set(key, { address, quantity });
  }
  for (const transaction of sameBlock) {
    const balance = spendTokens(transaction, tokens, prizeAsset);
    if (balance !== 0n) {
      const what = balance < 0n ? `makes ${-balance} tokens from nothing` : `loses ${balance} tokens`;
      return `transaction ${transaction.hash} ${what}: an earlier one was never seen`;
    }
  }
  for (const transaction of sameBlock) countPlay(state, transaction, terms);
  state.height = sameBlock[0]?.block.height ?? state.height;
  return null;
}

function countPlay({ plays }: ReplayState, transaction: ChainTransaction, { rules, intervalMs }: ReplayTerms): void {
  const player = playerOf(transaction, rules);
  if (!player) return;
  const byDay = () => (rules.participation.windowDays === null ? null : new Map<DayIndex, number>());
  const counted = plays.get(player) ?? { total: 0, byDay: byDay() };
  plays.set(player, counted);
  counted.total += 1;
  const day = Math.floor(transaction.block.timeMs / intervalMs);
  counted.byDay?.set(day, (counted.byDay.get(day) ?? 0) + 1);
}

function findStranger(
  transactions: readonly ChainTransaction[],
  { height }: ReplayState,
  upTo: Pick<SnapshotBlock, "height" | "hash">,
): string | null {
  const seen = new Set<string>();
  for (const { hash, block } of transactions) {
    if (seen.has(hash)) return `transaction ${hash} is listed twice`;
    seen.add(hash);
    if (block.height <= height || block.height > upTo.height) {
      return `transaction ${hash} is in block ${block.height}, not in one of ${height + 1} to ${upTo.height}`;
    }
    if (block.height === upTo.height && block.hash !== upTo.hash) {
      return `transaction ${hash} is in block ${block.hash}, not in the snapshot's ${upTo.hash}`;
    }
  }
  return null;
}

function byBlock(transactions: readonly ChainTransaction[]): ChainTransaction[][] {
  const blocks = new Map<number, ChainTransaction[]>();
  for (const transaction of transactions) {
    const same = blocks.get(transaction.block.height);
    if (same) same.push(transaction);
    else blocks.set(transaction.block.height, [transaction]);
  }
  return [...blocks].sort(([a], [b]) => a - b).map(([, same]) => same);
}

const keyOf = ({ txHash, index }: OutRef) => `${txHash}#${index}`;

/** Takes what it spent out of the set. What is left of inputs and mint once the outputs are taken off: zero. */
function spendTokens(
  { inputs, outputs, mint }: ChainTransaction,
  tokens: Map<string, TokenOutput>,
  asset: string,
): bigint {
  let balance = mint[asset] ?? 0n;
  for (const { ref } of inputs) {
    const key = keyOf(ref);
    balance += tokens.get(key)?.quantity ?? 0n;
    tokens.delete(key);
  }
  for (const { assets } of outputs) balance -= assets[asset] ?? 0n;
  return balance;
}

function playerOf(transaction: ChainTransaction, rules: Rules): string | null {
  if (!transaction.valid) return null;
  const { gameAddress, participation } = rules;
  let net = 0n;
  let pays = false;
  const named = new Set<string>();
  for (const output of transaction.outputs) {
    if (output.address !== gameAddress) continue;
    pays = true;
    net += output.lovelace;
    const path = participation.playerDatumField;
    const name = path && output.inlineDatum ? playerNamedAt(output.inlineDatum, path) : null;
    if (name) named.add(name);
  }
  for (const { output } of transaction.inputs) if (output?.address === gameAddress) net -= output.lovelace;
  if (!pays || net < participation.minimumLovelace) return null;
  if (participation.playerDatumField) {
    const [only] = named;
    return named.size === 1 && only?.startsWith("key:") ? only : null;
  }
  return richestOf(transaction, rules);
}

/** The key that owns the most of what went in; null where inputs that nobody looked up could belong to a richer one. */
function richestOf(transaction: ChainTransaction, rules: Rules): string | null {
  const game = readOwner(rules.gameAddress, rules).identity;
  const wealth = new Map<string, bigint>();
  let known = 0n;
  let unknownInputs = 0;
  for (const { output } of transaction.inputs) {
    if (output === null) {
      unknownInputs += 1;
      continue;
    }
    known += output.lovelace;
    const { identity, keySpends } = readOwner(output.address, rules);
    if (!keySpends || !identity?.startsWith("key:") || identity === game) continue;
    wealth.set(identity, (wealth.get(identity) ?? 0n) + output.lovelace);
  }
  let best: string | null = null;
  for (const [identity, lovelace] of wealth) {
    const most = best === null ? -1n : (wealth.get(best) ?? 0n);
    if (lovelace > most || (lovelace === most && best !== null && identity < best)) best = identity;
  }
  if (unknownInputs === 0 || best === null) return unknownInputs === 0 ? best : null;
  if (transaction.movesDeposits || transaction.feeLovelace === null) return null;
  const made = transaction.outputs.reduce((sum, { lovelace }) => sum + lovelace, 0n);
  const unknown = made + transaction.feeLovelace - transaction.withdrawnLovelace - known;
  // As strict as the first calculation: over half of everything, not only more than the rest could hold.
  return (wealth.get(best) ?? 0n) > known - (wealth.get(best) ?? 0n) + unknown ? best : null;
}
