import { afterAll, beforeAll, expect, it } from "vitest";
import { ChainSourceError } from "@/server/chain/sources/error";
import { runJob } from "@/server/jobs/run-job";
import { NOT_FOUND, type Reply } from "@/server/testing/chain/canned-server";
import { payment } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { scan } from "@/server/testing/services/steps";
import { readOverview } from "../overview/read-overview";

/** Which answers are wrong, and how. */
let wrong: { readonly route: RegExp; readonly reply: Reply } | null = null;
let world: HeardWorld;
let before: string;
beforeAll(async () => {
  world = await startHeardWorld({}, (path) => (wrong?.route.test(path) ? wrong.reply : null));
  await scan(world);
  const [, , idle] = world.players;
  const [coin] = idle ? await world.ctx.source.unspentOutputs(idle.wallet.address) : [];
  if (!idle || !coin) throw new Error("nobody is left to play");
  await world.ctx.source.submit(payment(idle.wallet, coin, { address: world.gameAddress, lovelace: 5_000_000n }));
  await world.control.mine(2);
  before = await dumpScan(world.ctx.db);
});
afterAll(() => world.stop());

/** What a step asks for when somebody has played. */
const ROUTES: readonly RegExp[] = [
  /^blocks\/[^/]+\/next$/,
  /^blocks\/[^/]+\/txs$/,
  /^assets\/[^/]+\/transactions$/,
  /^assets\/[^/]+\/history$/,
  /^addresses\/[^/]+\/transactions$/,
  /^txs\/[^/]+\/cbor$/,
];
const REPLIES: readonly [string, Reply][] = [
  ["a web page", { body: "<html><body>Bad gateway</body></html>" }],
  ["half of an answer", { body: '[{"tx_hash":"ab' }],
  ["bytes that are no UTF-8", { body: Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]) }],
  ["another shape", { body: '{"cbor":5}' }],
  ["an error", { status: 400, body: '{"status_code":400,"error":"Bad Request","message":"no"}' }],
  ["a 404 that is not the API's", { status: 404, body: "not found" }],
];
const CASES = ROUTES.flatMap((route) => REPLIES.map(([what, reply]) => ({ what, route, reply })));

it.each(CASES)("$what for $route ends the step in words, and nothing of it is written", async ({ route, reply }) => {
  wrong = { route, reply };
  const error: unknown = await runJob(world.ctx, "scan").catch((thrown: unknown) => thrown);
  wrong = null;
  expect(error).toBeInstanceOf(ChainSourceError);
  expect(String(error)).toMatch(/^ChainSourceError: devnet: .*(blocks|assets|addresses|txs)\//);
  const now = await dumpScan(world.ctx.db);
  // The pool may have been followed on: it is written with its blocks. Plays and tokens are not.
  const plays = (dump: string) => JSON.parse(dump).plays;
  expect(plays(now)).toEqual(plays(before));
  expect(JSON.parse(now).tokens).toEqual(JSON.parse(before).tokens);
  const { chain } = await readOverview(world.ctx, { userId: crypto.randomUUID(), nowMs: Date.now() });
  expect(chain?.height).toBeGreaterThan(0);
});

it("a transaction that the source denies waits, in words; and all is read once the source is right", async () => {
  wrong = { route: /^txs\/[^/]+(\/cbor)?$/, reply: NOT_FOUND };
  expect(await scan(world)).toMatch(
    /^Block \d+ holds transaction [0-9a-f]{64}, but the chain source does not have its/,
  );
  wrong = null;
  expect(await scan(world)).toMatch(/at block \d+/);
  const now = await dumpScan(world.ctx.db);
  expect(now).not.toBe(before);
  expect(now).toBe(await dumpFreshScan(world));
});
