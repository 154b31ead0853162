import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase, connectDatabase, type Database, type Transaction } from "@/db/client";
import { jobRun } from "@/db/schema";
import { TEST_AUDIT_KEYS } from "@/db/testing/database";
import { waitFor } from "@/db/testing/holder";
import { someOf } from "@/server/testing/full";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { endNextDay } from "@/server/testing/services/steps";
import { expectOneStraightDay, untilPaid } from "@/server/testing/services/straight-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { runRound } from "./run-job";

const NAME = "an engine whose sessions end";
const MOST_ROUNDS = 60;

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = await connectDatabase(world.database.url, { max: 4, applicationName: NAME, auditKeys: TEST_AUDIT_KEYS });
});
afterAll(async () => {
  await closeDatabase(db);
  await world.stop();
});

async function endSessions(): Promise<void> {
  await world.ctx.db.execute(sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = ${NAME}`);
}

async function isAsking(): Promise<boolean> {
  const [row] = await world.ctx.db.execute(sql`
    select 1 from pg_stat_activity where application_name = ${NAME} and state = 'active' and query like '%pg_sleep%'`);
  return row !== undefined;
}

type Work<T> = (tx: Transaction) => Promise<T>;
/** Each ends all sessions of the engine at another moment of a transaction, which it begins. */
const MOMENTS = {
  begun: async <T>(tx: Transaction, work: Work<T>) => {
    await endSessions();
    return work(tx);
  },
  "between two statements": async <T>(tx: Transaction, work: Work<T>) => {
    let statements = 0;
    const watched = new Proxy(tx, {
      get(target, name) {
        if (["select", "insert", "update", "delete", "execute"].includes(String(name)) && ++statements === 2) {
          endSessions().catch(() => undefined);
        }
        return Reflect.get(target, name);
      },
    });
    const result = await work(watched);
    await endSessions();
    return result;
  },
  "during a statement": async <T>(tx: Transaction, work: Work<T>) => {
    const result = await work(tx);
    await Promise.all([
      tx.execute(sql`select pg_sleep(60)`),
      waitFor("the statement is under way", isAsking).then(endSessions),
    ]);
    return result;
  },
  "idle, when all is written": async <T>(tx: Transaction, work: Work<T>) => {
    const result = await work(tx);
    await endSessions();
    return result;
  },
};

/** The engine's database. Each place in the code that makes a transaction loses its session at all moments, in turn. */
function breaking(whole: Database): { db: Database; broken: Map<string, number> } {
  const broken = new Map<string, number>();
  const moments = someOf(Object.values(MOMENTS), 2);
  const transaction: Database["transaction"] = (work, config) => {
    const place = work.toString();
    const times = broken.get(place) ?? 0;
    const end = moments[times];
    if (!end) return whole.transaction(work, config);
    broken.set(place, times + 1);
    return whole.transaction((tx) => end(tx, work), config);
  };
  const get = (target: Database, name: string | symbol) =>
    name === "transaction" ? transaction : Reflect.get(target, name);
  return { db: new Proxy(whole, { get }), broken };
}

it("every transaction of a day loses its session at every moment: each step is done once, the next round goes on", async () => {
  const dayIndex = await endNextDay(world);
  const { db: breakable, broken } = breaking(db);
  const ctx = { ...world.ctx, db: breakable };
  await untilPaid({ world, dayIndex, mostRounds: MOST_ROUNDS }, () => runRound(ctx));
  // A last round that nothing disturbs, as the tables are compared with an undisturbed scan's.
  await runRound({ ...ctx, db });
  expect(broken.size).toBeGreaterThan(12);

  await expectOneStraightDay(world, dayIndex);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
  for (const { detail } of await world.ctx.db.select().from(jobRun).where(eq(jobRun.result, "failed"))) {
    expect(detail).toMatch(/^the database ended (a|the) session/i);
  }
});
