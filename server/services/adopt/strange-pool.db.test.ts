import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvent, pool as poolTable } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { networkLabel } from "@/server/domain/cardano/network";
import type { Settings } from "@/server/domain/contract/types";
import { createLogger } from "@/server/logger";
import { createOperator } from "@/server/signing/operator";
import { testRulesDocument } from "@/server/testing/domain/fixtures";
import { addPerson } from "@/server/testing/services/add-person";
import { OPERATOR_KEY, testSigners } from "@/server/testing/services/keys";
import { NO_REPORT_STORE } from "@/server/testing/services/no-report-store";
import {
  type Holders,
  LOCKED,
  LOOSE,
  makeStrangePool,
  STRANGE_MAGIC,
  STRANGER_KEY,
  spend,
  startStrangeChain,
} from "@/server/testing/services/strange-pool";
import { testSettings } from "@/server/testing/services/world-terms";
import { findPause } from "../engine-pause/find-pause";
import { resumeEngine } from "../engine-pause/resume-engine";
import type { PayoutContext } from "../payout/payout-context";
import { refsOf } from "../pool/spend-basis";
import { deploymentOf } from "../pool-commands/deployment-of";
import { seePool } from "../pool-commands/find-pool";
import { poolInWords } from "../pool-commands/pool-in-words";
import { adoptPool } from "./adopt-pool";
import { takeOverPool } from "./take-over-pool";

const SOUND = testSettings(networkLabel(STRANGE_MAGIC));
const LOOSE_APART: Holders = (script) => ({ ...LOOSE(script), apart: true });

let chain: Awaited<ReturnType<typeof startStrangeChain>>;
let database: TestDatabase;
beforeAll(async () => {
  chain = await startStrangeChain();
  database = await createTestDatabase();
});
afterAll(async () => {
  await chain.stop();
  await database.drop();
});

const make = (holders: Holders, change: Partial<Settings> = {}) =>
  makeStrangePool(chain, { settings: { ...SOUND, ...change }, holders });

/** Adopts into an empty database; answers what was told, and the error. */
async function adopt(policyId: string, { operatorKey = OPERATOR_KEY } = {}) {
  const told: string[] = [];
  const ctx: PayoutContext = {
    db: database.db,
    source: chain.source,
    log: createLogger("silent"),
    operator: createOperator(operatorKey),
    oracle: testSigners({ network: SOUND.network, policyId }).oracle,
    approvers: [],
    reportStore: NO_REPORT_STORE,
    crashAt: () => undefined,
  };
  const error = await adoptPool(ctx, {
    policyId,
    place: reportFolder("/nowhere"),
    operations: { transactionLifetimeMs: 30_000 },
    execute: true,
    actor: "cli:test",
    tell: (text) => told.push(text),
  }).catch((caught: Error) => caught);
  return { told: told.join("\n"), message: error instanceof Error ? error.message : "" };
}

describe("adopting a pool that others made", () => {
  it.each<[string, Holders, Partial<Settings>, RegExp]>([
    ["another network's settings", LOCKED, { network: "preprod" }, /settings name the network preprod/],
    ["days that do not end", LOCKED, { intervalMs: 36_525 * 86_400_000 }, /lasts 36525 days/],
    ["a limit that pays nobody", LOCKED, { dailyLimit: { lovelace: 1n, tokens: 0n } }, /1 lovelace is less than/],
  ])("%s: the whole pool is told first", async (_, holders, change, words) => {
    const { policyId } = await make(holders, change);
    const { told, message } = await adopt(policyId);
    expect(told).toMatch(/^Pool {10}\w{56}\nAddress {7}addr_test1/);
    expect(told).toMatch(/\nApprovers {5}2 of 3 must sign\n/);
    expect(message).toMatch(new RegExp(`^the pool ${policyId} cannot pay as it is: .*${words.source}`));
    expect(told).toMatch(new RegExp(`^! .*${words.source}`, "m"));
    expect(await database.db.$count(poolTable)).toBe(0);
  });

  it("references that were spent are refused, with the command that makes new ones", async () => {
    const pool = await make(LOOSE_APART);
    await spend(chain, STRANGER_KEY, pool.pool, pool.script);
    const { message } = await adopt(pool.policyId);
    expect(message).toMatch(/cannot pay as it is: .* with the pool's script was spent.*npm run pool -- references/);
  });

  it("another operator and oracle than this installation's are said, and are no reason to refuse", async () => {
    const { policyId } = await make(LOCKED, {});
    const { told, message } = await adopt(policyId, { operatorKey: STRANGER_KEY });
    expect(told).toMatch(/^! The pool's operator is the key with the hash \w{56}, and this installation has the one/m);
    expect(told).not.toMatch(/The pool's oracle is/);
    expect(message).toMatch(/has not committed a plan yet/);
  });
});

it("a pool that is taken over stands still until two people have read what it is", async () => {
  const pool = await make(LOOSE_APART);
  const seen = await seePool(chain.source, pool.policyId);
  const { words } = await poolInWords(chain.source, seen);
  const deployment = await deploymentOf(chain.source, seen);
  const { db } = database;
  await takeOverPool(db, { deployment, rules: testRulesDocument(), operations: {} }, words, "cli:test");

  const [row] = await db.select().from(poolTable);
  if (!row) throw new Error("the pool was recorded");
  expect(row.poolScriptTxHash).not.toBe(row.governorScriptTxHash);
  expect(refsOf(row)).toEqual({ pool: pool.pool.ref, governor: pool.governor.ref });

  const pause = await findPause(db);
  expect(pause).toMatchObject({ needsTwo: true, words });
  expect(pause?.words?.faults.join()).toMatch(/can be spent by somebody.*npm run pool -- references/);
  expect(Object.fromEntries(pause?.words?.facts ?? [])).toMatchObject({ Approvers: "2 of 3 must sign" });
  const [audit] = await db.select().from(auditEvent).where(eq(auditEvent.action, "engine.paused"));
  expect(audit?.details).toMatchObject({ faults: words.faults });

  const [ann, ben] = [await addPerson(db, "Ann", "admin"), await addPerson(db, "Ben", "approver")];
  await resumeEngine({ db }, { userId: ann, reason: "I have read it." });
  expect(await findPause(db)).toMatchObject({ checkedBy: { name: "Ann" }, words });
  await resumeEngine({ db }, { userId: ben, reason: "I have read it too." });
  expect(await findPause(db)).toBeNull();
});
