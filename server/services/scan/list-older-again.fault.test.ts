import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditEvent, chainTransaction, outbox, participation, sourceState } from "@/db/schema";
import type { FaultRule } from "@/server/devnet/faults";
import { NOT_FOUND } from "@/server/testing/chain/canned-server";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { dumpScan } from "@/server/testing/services/scanner-tables";
import { scan } from "@/server/testing/services/steps";
import { healthCheck } from "../health/health-check";

/** So that what was read at first is older than what each step lists again. */
const BLOCKS = 60;

let world: HeardWorld;
let play: string;
/** What the source answers otherwise, by route: its one page, or that it knows nothing. */
let lost = new Map<string, unknown[] | null>();
beforeEach(async () => {
  lost = new Map();
  world = await startHeardWorld({}, (path, query) => {
    const list = lost.get(path);
    if (list === undefined) return null;
    return list === null ? NOT_FOUND : { body: query.get("page") === "1" ? list : [] };
  });
  await world.control.mine(BLOCKS);
  await scan(world);
  const [row] = await world.ctx.db.select().from(participation);
  play = row?.txHash ?? "";
});
afterEach(() => world.stop());

const loadState = async () => (await world.ctx.db.select().from(sourceState))[0];

/** An hour has passed: the next step at rest lists older history again, from its begin. */
async function listAgain(): Promise<string> {
  await world.ctx.db.update(sourceState).set({ auditedAt: null, auditedHeight: 0 });
  return scan(world);
}

async function incidents() {
  const { db } = world.ctx;
  const audits = await db.select().from(auditEvent).where(eq(auditEvent.action, "scan.difference"));
  const events = await db.select().from(outbox).where(eq(outbox.event, "scan.difference"));
  const { parts } = await healthCheck(world.ctx, Date.now());
  const shown = parts.filter(({ name, state }) => name === "history" && state !== "ok").map(({ fact }) => fact);
  return { audits: audits.length, events: events.length, shown };
}

/** The source has lost a play: neither its lists nor its block know it, nor where it is. */
async function losePlay(): Promise<void> {
  const place = await world.ctx.source.transactionPlace(play);
  const read = async (path: string) => (await fetch(`${world.devnet.url}/${path}`)).json();
  const listed = (await read(`addresses/${world.gameAddress}/transactions`)) as { tx_hash: string }[];
  const held = (await read(`blocks/${place?.blockHash}/txs`)) as string[];
  lost = new Map<string, unknown[] | null>([
    [`addresses/${world.gameAddress}/transactions`, listed.filter(({ tx_hash }) => tx_hash !== play)],
    [`blocks/${place?.blockHash}/txs`, held.map((hash) => (hash === play ? "ab".repeat(32) : hash))],
    [`txs/${play}`, null],
  ]);
}

it("a play that the source no longer has is told once, with an audit row, and stays counted", async () => {
  const before = await dumpScan(world.ctx.db);
  await losePlay();
  expect(await listAgain()).toMatch(/at block \d+, nothing new/);
  expect(await dumpScan(world.ctx.db)).toBe(before);
  const text = expect.stringMatching(`${play} was read in block \\d+, but the chain source no longer has it there`);
  expect(await incidents()).toEqual({ audits: 1, events: 1, shown: [text] });
  await listAgain();
  expect(await incidents()).toEqual({ audits: 1, events: 1, shown: [text] });
  lost = new Map();
  await listAgain();
  expect(await incidents()).toEqual({ audits: 1, events: 1, shown: [] });
  expect(await dumpScan(world.ctx.db)).toBe(before);
});

it("a play that was never read is told, and not read in silence", async () => {
  const { db } = world.ctx;
  await db.delete(participation).where(eq(participation.txHash, play));
  await db.delete(chainTransaction).where(eq(chainTransaction.hash, play));
  const before = await dumpScan(db);
  await listAgain();
  expect(await dumpScan(db)).toBe(before);
  const text = expect.stringMatching(`lists transaction ${play} of block \\d+ only now`);
  expect(await incidents()).toEqual({ audits: 1, events: 1, shown: [text] });
});

it("a source that cannot say what its own list means is told as well, and the scan goes on", async () => {
  const { db } = world.ctx;
  await db.delete(participation).where(eq(participation.txHash, play));
  await db.delete(chainTransaction).where(eq(chainTransaction.hash, play));
  await db.execute(`delete from tx_bytes where id = '${play}'`);
  await world.control.setFaults({
    path: `^/txs/${play}(/cbor)?$`,
    kind: "status",
    status: 404,
    body: { status_code: 404, error: "Not Found", message: "The requested component has not been found." },
  });
  expect(await listAgain()).toMatch(/at block \d+, nothing new/);
  expect((await loadState())?.contradiction).toBeNull();
  const text = expect.stringMatching(`holds transaction ${play}, but the chain source does not have its bytes`);
  expect(await incidents()).toEqual({ audits: 1, events: 1, shown: [text] });
});

it("one wrong answer is no incident: the source is asked once more before anything is told", async () => {
  const { height, blockHash } = (await world.ctx.source.transactionPlace(play)) ?? {};
  const inList: FaultRule = {
    path: `^/addresses/${world.gameAddress}/transactions$`,
    kind: "lie",
    patch: [
      { op: "add", path: "/-", value: { tx_hash: "ab".repeat(32), tx_index: 0, block_height: height, block_time: 0 } },
    ],
    times: 1,
  };
  const inBlock: FaultRule = {
    path: `^/blocks/${blockHash}/txs$`,
    kind: "lie",
    patch: [{ op: "replace", path: "/0", value: "ab".repeat(32) }],
    times: 1,
  };
  await world.control.setFaults(inList, inBlock);
  await listAgain();
  expect((await world.control.state()).faults).toEqual([]);
  expect(await incidents()).toEqual({ audits: 0, events: 0, shown: [] });
});

it("is listed at most once an hour, and only where the steps no longer look", async () => {
  await listAgain();
  const first = await loadState();
  expect(first?.auditedHeight).toBe((first?.height ?? 0) - 36);
  await scan(world);
  expect((await loadState())?.auditedAt).toEqual(first?.auditedAt);
});
