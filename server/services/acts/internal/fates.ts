import { and, eq, inArray, isNotNull, isNull, ne, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "@/db/client";
import { poolUtxo, txBytes } from "@/db/schema";
import type { ActFate } from "@/server/domain/contract/act-fate";
import { readAct } from "@/server/domain/contract/typed-act";
import { type WantedAct, wantedText } from "@/server/domain/contract/wanted-act";
import type { Height, Hex } from "@/server/domain/units";
import { ServiceError } from "../../errors";
import type { LivePool } from "../../pool/load-pool";
import { type ActPlan, judgeAct } from "../../pool-commands/plan-act";
import { signedAs } from "../signed-as";
import type { ActRow } from "./act-rows";

type Db = Database | Transaction;

/** A pool that our scan shows, or null once it is closed, and how far the scan has read. */
export type PoolSeen = { readonly pool: LivePool | null; readonly height: Height };

/** What became of each, by the pool's own history as our scan holds it. */
export async function fatesOf(db: Db, rows: readonly ActRow[], seen: PoolSeen): Promise<Map<number, ActFate>> {
  const { pool, height } = seen;
  const past = rows.filter(({ nonce }) => pool === null || nonce < pool.datum.nonce);
  const ends = await endsOf(db, [...new Set(past.map(({ nonce }) => nonce))]);
  return new Map(
    rows.map((row): [number, ActFate] => {
      if (pool && row.nonce === pool.datum.nonce) return [row.id, fateNow(row, pool)];
      const end = ends.get(row.nonce);
      if (!end) return [row.id, { kind: "ahead" }];
      const { txHash } = end;
      const text = end.textOf(row.policyId);
      if (text !== row.text && txHash !== row.txHash) return [row.id, { kind: "void", txHash, text }];
      return [row.id, { kind: "landed", txHash, height: end.height, confirmations: height - end.height }];
    }),
  );
}

/** The same of one. */
export async function fateOf(db: Db, row: ActRow, seen: PoolSeen): Promise<ActFate> {
  return (await fatesOf(db, [row], seen)).get(row.id) ?? { kind: "ahead" };
}

function fateNow(row: ActRow, pool: LivePool): ActFate {
  const wanted = wantedOfRow(row, pool);
  if (!isOfThisPlan(row, pool)) return { kind: "other-plan" };
  try {
    judgeAct({ pool, settings: pool.settings }, wanted);
    return { kind: "open" };
  } catch (error) {
    if (error instanceof ServiceError) return { kind: "held-up", why: error.message };
    throw error;
  }
}

/** Whether its text names the plan that the pool is at. For an act for the pool's present nonce. */
export const isOfThisPlan = (row: ActRow, pool: LivePool): boolean =>
  wantedText(pool, wantedOfRow(row, pool)) === row.text;

/** The act as it was typed, on the pool that it is for: its settings are the same as long as the nonce is. */
export function wantedOfRow({ id, act }: ActRow, { settings }: Pick<LivePool, "settings">): WantedAct {
  const read = readAct(act, settings);
  if (read.ok) return read.wanted;
  throw new Error(`act ${id} cannot be read: ${read.problems.map(({ problem }) => problem).join("; ")}`);
}

/** What is signed for it now. Throws ServiceError where the contract would refuse it. */
export function planOfRow(row: ActRow, pool: LivePool): ActPlan {
  return judgeAct({ pool, settings: pool.settings }, wantedOfRow(row, pool));
}

/** The act that ended a nonce: it spent the pool's last output with it. */
type End = {
  readonly txHash: Hex;
  readonly height: Height;
  /** What it was signed as; null where its bytes do not say. */
  readonly textOf: (policyId: Hex) => string | null;
};

async function endsOf(db: Db, nonces: readonly number[]): Promise<Map<number, End>> {
  if (nonces.length === 0) return new Map();
  const next = alias(poolUtxo, "next");
  const rows = await db
    .select({
      nonce: poolUtxo.nonce,
      plan: poolUtxo.plan,
      txHash: poolUtxo.spentTxHash,
      height: poolUtxo.spentHeight,
      bytes: txBytes.bytes,
    })
    .from(poolUtxo)
    .leftJoin(next, eq(next.txHash, poolUtxo.spentTxHash))
    .leftJoin(txBytes, eq(txBytes.id, poolUtxo.spentTxHash))
    .where(
      and(
        inArray(poolUtxo.nonce, [...nonces]),
        isNotNull(poolUtxo.spentTxHash),
        or(isNull(next.nonce), ne(next.nonce, poolUtxo.nonce)),
      ),
    );
  return new Map(
    rows.flatMap(({ nonce, plan, txHash, height, bytes }): [number, End][] => {
      if (nonce === null || plan === null || txHash === null || height === null) return [];
      return [[nonce, { txHash, height, textOf: (policyId) => signedAs(bytes, { policyId, nonce, plan }) }]];
    }),
  );
}
