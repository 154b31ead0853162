import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { DevnetControl } from "@/server/devnet/control-client";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { runRound } from "@/server/jobs/run-job";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { endNextDay, liveToState, mineUntil, scan } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

const LISTS = "^/(assets|addresses)/[^/]+/transactions$";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** The third player, who has not played yet, does. */
async function playLate(): Promise<Map<string, bigint>> {
  const [, , idle] = world.players;
  const [from] = idle ? await world.ctx.source.unspentOutputs(idle.wallet.address) : [];
  if (!idle || !from) throw new Error("nobody is left to play");
  await world.ctx.source.submit(payment(idle.wallet, from, { address: world.gameAddress, lovelace: 5_000_000n }));
  await world.control.mine(1);
  return new Map(world.players.map(({ wallet, tokens }) => [wallet.address, tokens]));
}

describe("an index that is behind a fresh tip", () => {
  it("is noticed by the next step, and the play that it did not list counts", async () => {
    await world.control.setFaults({ path: LISTS, kind: "stale", blocks: 4 });
    const holdings = await playLate();
    await scan(world);
    await world.control.clearFaults();
    expect(await dumpScan(world.ctx.db)).not.toBe(await dumpFreshScan(world));
    await world.control.mine(1);
    expect(await scan(world)).toMatch(/at block \d+, the tip/);
    expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
    await mineUntil(world, world.deployment.start.timeMs + 90_000);
    await liveToState(world, world.firstDay, "PAID");
    await verifyDay(world, world.firstDay, { holdings });
  });

  it("for longer than the steps look back is noticed before the day is calculated", async () => {
    await scan(world);
    const holdings = await playLate();
    await world.control.setFaults({ path: LISTS, kind: "stale", blocks: 60 });
    await world.control.mine(45);
    await scan(world);
    await world.control.clearFaults();
    await liveToState(world, world.firstDay, "PAID");
    await verifyDay(world, world.firstDay, { holdings });
  });
});

it("state after a rollback is byte for byte that of a scan which never saw what was undone", async () => {
  await scan(world);
  await playLate();
  await world.control.mine(3);
  await scan(world);
  const seen = await dumpScan(world.ctx.db);
  await world.control.rollback(4, { drop: true });
  await world.control.mine(2);
  await scan(world);
  const after = await dumpScan(world.ctx.db);
  expect(after).not.toBe(seen);
  expect(after).toBe(await dumpFreshScan(world));
});

describe("a source that lies", () => {
  /** Stops before anything is paid, and says what it saw. */
  async function expectFrozen(words: RegExp): Promise<void> {
    await endNextDay(world);
    await liveToState(world, world.firstDay, "FROZEN");
    const { advance } = await runRound(world.ctx);
    expect(advance).toMatchObject({ result: "needs-human", detail: expect.stringMatching(words) });
    expect(await readPoolMoves(world)).toHaveLength(1);
  }

  it("about what a transaction spent and made changes nothing: its bytes decide", async () => {
    const stranger = newTestWallet().address;
    await world.control.setFaults({
      path: "^/txs/[0-9a-f]+/utxos$",
      kind: "lie",
      patch: [
        { op: "replace", path: "/outputs/1/amount/1/quantity", value: "60000" },
        { op: "replace", path: "/inputs/0/address", value: stranger },
      ],
    });
    await endNextDay(world);
    await liveToState(world, world.firstDay, "PAID");
    await world.control.clearFaults();
    await verifyDay(world, world.firstDay);
  });

  it("about the supply stops the day", async () => {
    await world.control.setFaults({
      path: "^/assets/[0-9a-f]+$",
      kind: "lie",
      patch: [{ op: "replace", path: "/quantity", value: "1501" }],
    });
    await expectFrozen(/sum to 1500, but the chain source says that 1501 exist/);
  });
});

describe("a source that is no help", () => {
  it("and cannot be reached fails every job that needs it, in words, and changes nothing", async () => {
    await scan(world);
    const before = await dumpScan(world.ctx.db);
    await world.control.setFaults({ path: ".*", kind: "drop" });
    const retry = { retries: 1, baseDelayMs: 5, maxDelayMs: 5 };
    const source = createBlockfrostSource({ url: world.devnet.url, name: "devnet", retry });
    const { scan: answer } = await runRound({ ...world.ctx, source });
    expect(answer).toMatchObject({ result: "needs-human", detail: expect.stringMatching(/devnet/) });
    expect(await dumpScan(world.ctx.db)).toBe(before);
  });

  it("because it is behind what was read from it before undoes nothing", async () => {
    await scan(world);
    const before = await dumpScan(world.ctx.db);
    await world.control.setFaults({ path: "^/blocks", kind: "stale", blocks: 3 });
    expect(await scan(world)).toMatch(/3 blocks behind what was read from it; nothing is undone/);
    expect(await dumpScan(world.ctx.db)).toBe(before);
  });

  it("because it answers now from a server that is behind and now from one that is not, undoes nothing", async () => {
    await scan(world);
    const before = await dumpScan(world.ctx.db);
    const { hash } = await world.ctx.source.tip();
    await world.control.mine(1);
    await world.control.setFaults({ path: `^/blocks/${hash}`, kind: "stale", blocks: 3 });
    expect(await scan(world)).toMatch(/answers come from servers that differ. Nothing is undone/);
    expect(await dumpScan(world.ctx.db)).toBe(before);
    await world.control.clearFaults();
    await scan(world);
    expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
  });

  it.each([
    ["follows another network", 43, /The chain source follows .*43.*, but the pool is on/],
    ["follows another chain of the same network", 42, /replaced at least \d+ blocks.*on another chain/],
  ] as const)("because it %s is refused, and nothing is undone", async (_, networkMagic, words) => {
    await world.control.mine(20);
    await scan(world);
    const before = await dumpScan(world.ctx.db);
    const other: Devnet = await startDevnet({
      genesis: { networkMagic, securityParam: 12 },
      speed: 0,
      mining: false,
    });
    try {
      await new DevnetControl(other.controlUrl).mine(3);
      const source = createBlockfrostSource({ url: other.url, name: "other" });
      const { scan: answer } = await runRound({ ...world.ctx, source });
      expect(answer).toMatchObject({ result: "needs-human", detail: expect.stringMatching(words) });
      expect(await dumpScan(world.ctx.db)).toBe(before);
    } finally {
      await other.stop();
    }
  });
});
