import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { decodeAct } from "@/server/domain/contract/act-codec";
import type { PoolRedeemer } from "@/server/domain/contract/acts";
import { decodeDatum } from "@/server/domain/contract/datum";
import { decodeRedeemer } from "@/server/domain/contract/redeemer";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { readWithInputs } from "../chain/read-transaction";
import type { World } from "./world";

/** A transaction that moved the pool, as the devnet's chain has it: nothing here comes from our tables. */
export type PoolMove = {
  readonly txHash: string;
  readonly height: number;
  /** The move before; null for the first. */
  readonly spentTxHash: string | null;
  /** Null for the one that made the pool. */
  readonly redeemer: PoolRedeemer | null;
  readonly before: { readonly lovelace: bigint; readonly datum: PoolDatum } | null;
  readonly after: { readonly lovelace: bigint; readonly datum: PoolDatum };
  /** Everything that it made besides the pool. */
  readonly outputs: readonly TxOutput[];
  readonly feeLovelace: bigint;
  /** What the governor withdrew from its reward account. */
  readonly withdrawnLovelace: bigint;
};

/** The pool's whole history from the chain, oldest first. */
export async function readPoolMoves(world: World): Promise<PoolMove[]> {
  const { source } = world.ctx;
  const token = stateTokenUnit(world.deployment.script.policyId);
  const refs = await source.assetTransactions(token, 0, (await source.tip()).height);
  const moves: PoolMove[] = [];
  for (const { hash } of refs) {
    moves.push(await readMove(world, await readWithInputs(source, hash), token));
  }
  return inLine(moves);
}

/** Each after the one that it spends: a block has no order of its own. */
function inLine(moves: readonly PoolMove[]): PoolMove[] {
  const after = new Map(moves.map((move) => [move.spentTxHash, move]));
  const line: PoolMove[] = [];
  for (let next = after.get(null); next; next = after.get(next.txHash)) line.push(next);
  if (line.length !== moves.length) throw new Error("the pool's moves are not one line");
  return line;
}

type Moved = Awaited<ReturnType<typeof readWithInputs>>;

async function readMove(world: World, { hash, block, spent, outputs }: Moved, token: string): Promise<PoolMove> {
  const response = await fetch(`${world.devnet.url}/txs/${hash}/cbor`);
  const { cbor } = (await response.json()) as { cbor: string };
  const decoded = decodeTransaction(cbor);
  const before = spent.find((input) => input.assets[token] === 1n);
  const after = outputs.find((output) => output.assets[token] === 1n);
  if (!after || outputs.filter((output) => output.assets[token]).length !== 1) {
    throw new Error(`${hash} does not leave exactly one pool`);
  }
  const dataOf = (tag: bigint) => decoded.redeemers.find((redeemer) => redeemer.tag === tag)?.data;
  return {
    txHash: hash,
    height: block.height,
    spentTxHash: before?.ref.txHash ?? null,
    redeemer: before ? redeemerOf(dataOf(SPEND), dataOf(REWARD)) : null,
    before: before ? { lovelace: before.lovelace, datum: datumOf(before) } : null,
    after: { lovelace: after.lovelace, datum: datumOf(after) },
    outputs: outputs.filter((output) => output !== after),
    feeLovelace: decoded.feeLovelace,
    withdrawnLovelace: decoded.withdrawals.reduce((sum, { lovelace }) => sum + lovelace, 0n),
  };
}

/** Tags of redeemers in a transaction (Conway CDDL). */
const SPEND = 0n;
const REWARD = 3n;

/** The pool's own redeemer, or the act that the governor judged for it. */
function redeemerOf(spend: string | undefined, reward: string | undefined): PoolRedeemer {
  if (spend === undefined) throw new Error("the pool was spent without a redeemer");
  const own = decodeRedeemer(spend);
  if (own) return own;
  const act = reward === undefined ? null : decodeAct(reward);
  if (act === null || act.kind === "init") throw new Error("the pool was spent without an act");
  return act;
}

function datumOf(output: TxOutput): PoolDatum {
  if (output.inlineDatum === null) throw new Error("the pool has no datum");
  return decodeDatum(output.inlineDatum);
}

/**
 * Takes back the block of the pool's newest move of this kind and all later ones; nothing takes their place. Their
 * transactions return to the mempool unless `drop`. Answers how many blocks that were.
 */
export async function takeMoveBack(world: World, kind: PoolRedeemer["kind"], drop = true): Promise<number> {
  const move = (await readPoolMoves(world)).findLast(({ redeemer }) => redeemer?.kind === kind);
  if (!move) throw new Error(`no ${kind} has moved the pool`);
  const { tip } = await world.control.state();
  const blocks = tip.height - move.height + 1;
  await world.control.rollback(blocks, { drop });
  return blocks;
}

/** What the pool paid, by address, in these moves. */
export function paidByAddress(moves: readonly PoolMove[]): Map<string, bigint> {
  const paid = new Map<string, bigint>();
  // What a deposit makes besides the pool is the depositor's own change.
  const payouts = moves.filter(({ before, redeemer }) => before && redeemer?.kind !== "deposit");
  for (const { address, lovelace } of payouts.flatMap(({ outputs }) => outputs)) {
    paid.set(address, (paid.get(address) ?? 0n) + lovelace);
  }
  return paid;
}
