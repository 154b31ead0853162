import { and, desc, eq, gt, inArray, isNotNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { actProposal, batch, day, pool, poolUtxo, txBytes } from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { Hex } from "@/server/domain/units";
import { signedAs } from "../../acts/signed-as";
import { isPoolClosed } from "../../pool/load-pool";
import { whichAreOurs } from "../../pool/own-transactions";
import type { PlanStep } from "./judge-money";

/** Far more than land between two looks. What a scan reads of long ago was judged when it was new. */
const STEPS_READ = 200;

const before = alias(poolUtxo, "before");
const after = poolUtxo;
const isNext = and(eq(before.txHash, after.previousTxHash), eq(before.outputIndex, after.previousIndex));

/** The newest Commits and Pays of plans that we know. Those of others are found by what the pool is at. */
export async function readPlanSteps(db: Database): Promise<PlanStep[]> {
  const isOtherBatch = sql`${before.commitment} is distinct from ${after.commitment}`;
  const isPay = and(eq(before.plan, after.plan), eq(before.status, "paying"), isOtherBatch);
  const rows = await db
    .select({
      txHash: after.txHash,
      beforeLovelace: before.lovelace,
      afterLovelace: after.lovelace,
      batchLovelace: sql<bigint>`coalesce(${batch.lovelace}, 0)`.mapWith(BigInt),
      datum: before.datum,
    })
    .from(after)
    .innerJoin(before, isNext)
    .innerJoin(day, eq(day.planDigest, after.plan))
    .leftJoin(batch, and(eq(batch.dayIndex, day.dayIndex), eq(batch.commitment, before.commitment), isPay))
    .where(sql`(${isPay}) or (${ne(before.plan, after.plan)})`)
    .orderBy(desc(after.createdHeight))
    .limit(STEPS_READ);
  return rows.flatMap(({ datum, ...step }) =>
    datum === null ? [] : [{ ...step, maxFeeLovelace: decodeDatum(datum).maxFeeLovelace }],
  );
}

export type StrangeAct = {
  readonly txHash: Hex;
  /** As it was signed. */
  readonly act: string;
};

/** Acts are few; more that nobody proposed are the same trouble. */
const ACTS_READ = 100;

/**
 * Acts that lowered the pool's money or closed it since this database knows the pool, and that were neither built here
 * nor proposed in the console. An Expire is none: anybody may see to it, and it moves nothing.
 */
export async function readStrangeActs(db: Database): Promise<StrangeAct[]> {
  const acts = [...(await readActs(db)), ...(await readClose(db))];
  const ours = await whichAreOurs(
    db,
    acts.map(({ txHash }) => txHash),
  );
  const others = acts.filter(({ txHash }) => !ours.has(txHash));
  if (others.length === 0) return [];
  const bytes = await readBytes(
    db,
    others.map(({ txHash }) => txHash),
  );
  const signed = others.flatMap(({ txHash, nonce, plan, policyId }) => {
    if (nonce === null || plan === null) return [];
    const act = signedAs(bytes.get(txHash) ?? null, { policyId, nonce, plan });
    return act === null ? [] : [{ txHash, act }];
  });
  const proposed = await areProposed(
    db,
    signed.map(({ act }) => act),
  );
  return signed.filter(({ act }) => !proposed.has(act));
}

async function readBytes(db: Database, hashes: readonly Hex[]): Promise<ReadonlyMap<Hex, Hex>> {
  const rows = await db
    .select()
    .from(txBytes)
    .where(inArray(txBytes.id, [...hashes]));
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

const ACT = {
  txHash: sql<Hex>`${before.spentTxHash}`,
  nonce: before.nonce,
  plan: before.plan,
  policyId: pool.policyId,
};

function readActs(db: Database) {
  return db
    .select(ACT)
    .from(after)
    .innerJoin(before, isNext)
    .innerJoin(pool, sql`true`)
    .where(and(isNotNull(after.actLovelace), gt(after.createdHeight, pool.knownHeight)))
    .orderBy(desc(after.createdHeight))
    .limit(ACTS_READ);
}

/** What spent the pool's last output and made none: nothing while there is a pool. */
async function readClose(db: Database) {
  if (!(await isPoolClosed(db))) return [];
  return db
    .select(ACT)
    .from(before)
    .innerJoin(pool, sql`true`)
    .orderBy(desc(before.spentHeight), desc(before.createdHeight))
    .limit(1);
}

async function areProposed(db: Database, texts: readonly string[]): Promise<ReadonlySet<string>> {
  if (texts.length === 0) return new Set();
  const rows = await db
    .select({ text: actProposal.text })
    .from(actProposal)
    .where(inArray(actProposal.text, [...texts]));
  return new Set(rows.map(({ text }) => text));
}
