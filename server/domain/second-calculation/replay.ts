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
 * Replays every transaction of the asset and of the game up to the snapshot's block over a plain UTxO set. Says when
 * the history cannot be whole: a token spent that was never seen made, a transaction twice, or a block of another fork.
 */
export function replayChain(
  transactions: readonly ChainTransaction[],
  rules: Rules,
  block: SnapshotBlock,
): ReplayResult {
  const tokens = new Map<string, { address: string; quantity: bigint }>();
  const playTimesMs = new Map<string, number[]>();
  const seen = new Set<string>();
  const past = transactions
    .filter((transaction) => transaction.block.height <= block.height)
    .sort((a, b) => a.block.height - b.block.height || a.indexInBlock - b.indexInBlock);
  for (const transaction of past) {
    if (seen.has(transaction.hash)) return fail(`transaction ${transaction.hash} is listed twice`);
    seen.add(transaction.hash);
    if (transaction.block.height === block.height && transaction.block.hash !== block.hash) {
      return fail(
        `transaction ${transaction.hash} is in block ${transaction.block.hash}, not in the snapshot's ${block.hash}`,
      );
    }
    for (const { ref, assets } of transaction.inputs) {
      const known = tokens.delete(`${ref.txHash}#${ref.index}`);
      if (!known && (assets[rules.prizeAsset] ?? 0n) > 0n) {
        return fail(
          `transaction ${transaction.hash} spends tokens of ${ref.txHash}#${ref.index}, which was never seen`,
        );
      }
    }
    for (const { ref, address, assets } of transaction.outputs) {
      const quantity = assets[rules.prizeAsset] ?? 0n;
      if (quantity > 0n) tokens.set(`${ref.txHash}#${ref.index}`, { address, quantity });
    }
    const player = playerOf(transaction, rules);
    if (!player) continue;
    const times = playTimesMs.get(player);
    if (times) times.push(transaction.block.timeMs);
    else playTimesMs.set(player, [transaction.block.timeMs]);
  }
  const holdings = new Map<string, bigint>();
  for (const { address, quantity } of tokens.values()) holdings.set(address, (holdings.get(address) ?? 0n) + quantity);
  return { ok: true, replay: { holdings, playTimesMs } };
}

function playerOf(transaction: ChainTransaction, rules: Rules): string | null {
  if (!transaction.valid) return null;
  const { gameAddress, participation } = rules;
  let net = 0n;
  let pays = false;
  const named = new Set<string>();
  const wealth = new Map<string, bigint>();
  const game = readOwner(gameAddress, rules).identity;
  for (const output of transaction.outputs) {
    if (output.address !== gameAddress) continue;
    pays = true;
    net += output.lovelace;
    const path = participation.playerDatumField;
    const name = path && output.inlineDatum ? playerNamedAt(output.inlineDatum, path) : null;
    if (name) named.add(name);
  }
  for (const input of transaction.inputs) {
    if (input.address === gameAddress) net -= input.lovelace;
    const { identity, keySpends } = readOwner(input.address, rules);
    if (!keySpends || !identity?.startsWith("key:") || identity === game) continue;
    wealth.set(identity, (wealth.get(identity) ?? 0n) + input.lovelace);
  }
  if (!pays || net < participation.minimumLovelace) return null;
  if (participation.playerDatumField) {
    const [only] = named;
    return named.size === 1 && only?.startsWith("key:") ? only : null;
  }
  let best: string | null = null;
  for (const [identity, lovelace] of wealth) {
    const most = best === null ? -1n : (wealth.get(best) ?? 0n);
    if (lovelace > most || (lovelace === most && best !== null && identity < best)) best = identity;
  }
  return best;
}

function fail(problem: string): ReplayResult {
  return { ok: false, problem };
}
