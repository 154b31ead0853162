import type { ChainTransaction } from "../ports";
import type { SnapshotBlock } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import { playerNamedAt } from "./datum-cursor";
import { readOwner } from "./owner";

/** What the raw events add up to at the snapshot. */
export type Replay = {
  /** Tokens by address. */
  readonly holdings: ReadonlyMap<string, bigint>;
  /** Times of its plays, by identity. */
  readonly playTimesMs: ReadonlyMap<string, readonly number[]>;
};

export type ReplayResult =
  | { readonly ok: true; readonly replay: Replay }
  | { readonly ok: false; readonly problem: string };

/**
 * Replays every transaction of the asset and of the game up to the snapshot's block over a plain UTxO set. A block has
 * no order: each output is made once and spent once, so all that it makes is there before anything of it is spent.
 * Says when the history cannot be whole: tokens that came from nowhere or went nowhere, a transaction twice, or a
 * block of another fork.
 */
export function replayChain(
  transactions: readonly ChainTransaction[],
  rules: Rules,
  block: SnapshotBlock,
): ReplayResult {
  const tokens = new Map<string, { address: string; quantity: bigint }>();
  const playTimesMs = new Map<string, number[]>();
  const past = transactions.filter((transaction) => transaction.block.height <= block.height);
  const problem = findStranger(past, block);
  if (problem) return fail(problem);
  for (const sameBlock of byBlock(past)) {
    for (const { ref, address, assets } of sameBlock.flatMap(({ outputs }) => outputs)) {
      const quantity = assets[rules.prizeAsset] ?? 0n;
      if (quantity !== 0n) tokens.set(`${ref.txHash}#${ref.index}`, { address, quantity });
    }
    for (const transaction of sameBlock) {
      const balance = spendTokens(transaction, tokens, rules.prizeAsset);
      if (balance !== 0n) {
        const what = balance < 0n ? `makes ${-balance} tokens from nothing` : `loses ${balance} tokens`;
        return fail(`transaction ${transaction.hash} ${what}: an earlier one was never seen`);
      }
    }
    for (const transaction of sameBlock) {
      const player = playerOf(transaction, rules);
      if (!player) continue;
      const times = playTimesMs.get(player);
      if (times) times.push(transaction.block.timeMs);
      else playTimesMs.set(player, [transaction.block.timeMs]);
    }
  }
  const holdings = new Map<string, bigint>();
  for (const { address, quantity } of tokens.values()) holdings.set(address, (holdings.get(address) ?? 0n) + quantity);
  return { ok: true, replay: { holdings, playTimesMs } };
}

function findStranger(transactions: readonly ChainTransaction[], snapshot: SnapshotBlock): string | null {
  const seen = new Set<string>();
  for (const { hash, block } of transactions) {
    if (seen.has(hash)) return `transaction ${hash} is listed twice`;
    seen.add(hash);
    if (block.height === snapshot.height && block.hash !== snapshot.hash) {
      return `transaction ${hash} is in block ${block.hash}, not in the snapshot's ${snapshot.hash}`;
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

/** Takes what it spent out of the set. What is left of inputs and mint once the outputs are taken off: zero. */
function spendTokens(
  { inputs, outputs, mint }: ChainTransaction,
  tokens: Map<string, { address: string; quantity: bigint }>,
  asset: string,
): bigint {
  let balance = mint[asset] ?? 0n;
  for (const { ref } of inputs) {
    const key = `${ref.txHash}#${ref.index}`;
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

function fail(problem: string): ReplayResult {
  return { ok: false, problem };
}
