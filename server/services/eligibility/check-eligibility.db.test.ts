import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { day, pool, rulesVersion, sourceState } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { addressToBytes, makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { runJob } from "@/server/jobs/run-job";
import { BYRON_ADDRESS, key } from "@/server/testing/domain/fixtures";
import { liveUntil } from "@/server/testing/services/pass-time";
import { startWorld, type World } from "@/server/testing/services/world";
import { checkEligibility, type Eligibility } from "./check-eligibility";
import { estimateToday } from "./estimate";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Assessed = Extract<Eligibility, { kind: "assessed" }>;

async function assess(address: string): Promise<Assessed> {
  const result = await checkEligibility(world.ctx, { address });
  if (result.kind !== "assessed") throw new Error(`expected an assessment, got ${JSON.stringify(result)}`);
  return result;
}

function addressOf(index: number): string {
  const address = world.players[index]?.wallet.address;
  if (!address) throw new Error(`there is no player ${index}`);
  return address;
}

describe("before there is any data", () => {
  it("says that nothing has been read yet, without a pool and without a block", async () => {
    const { db, drop } = await createTestDatabase();
    await expect(checkEligibility({ ...world.ctx, db }, { address: addressOf(0) })).rejects.toMatchObject({
      code: "unavailable",
    });
    await db.insert(pool).values(await world.ctx.db.select().from(pool));
    await db.insert(rulesVersion).values(await world.ctx.db.select().from(rulesVersion));
    await expect(checkEligibility({ ...world.ctx, db }, { address: addressOf(0) })).rejects.toThrow(/not been read/);
    await drop();
  });

  it("reports a mistyped address even then", async () => {
    const { db, drop } = await createTestDatabase();
    await expect(checkEligibility({ ...world.ctx, db }, { address: "addr_test1nonsense" })).rejects.toMatchObject({
      code: "bad-input",
    });
    await drop();
  });
});

describe("a running day", () => {
  beforeAll(async () => {
    while ((await world.ctx.db.select().from(sourceState)).length === 0) await runJob(world.ctx, "scan");
    await liveUntil(world, async () => (await world.ctx.db.select().from(day)).length > 0);
  });

  it("says yes to a player who holds, with the evidence and the amount", async () => {
    const result = await assess(addressOf(0));
    expect(result).toMatchObject({ status: "provisional", plays: 1, playedLovelace: 5_000_000n });
    expect(result.decision).toMatchObject({ code: "eligible", eligible: true, quantity: 600n });
    expect(result.expected).toMatchObject({ payoutLovelace: 600_000_000n, carriedLovelace: 0n });
    expect(result.played).toHaveLength(1);
    expect(result.utxos.map(({ quantity }) => quantity)).toEqual([600n]);
    expect(result.held).toEqual([{ address: addressOf(0), quantity: 600n, unresolved: null }]);
  });

  it("gives the same answer for the stake address, for hex, and with white space in between", async () => {
    const parsed = parseAddress(addressOf(0));
    if ("problem" in parsed || parsed.kind !== "base") throw new Error("the players have base addresses");
    const stake = makeAddress(0, null, parsed.stake);
    const hex = Buffer.from(addressToBytes(addressOf(0)))
      .toString("hex")
      .toUpperCase();
    const direct = await assess(addressOf(0));
    for (const spelling of [stake, hex, `  ${addressOf(0).slice(0, 30)}\n${addressOf(0).slice(30)} `]) {
      const result = await assess(spelling);
      expect(result.identity).toBe(direct.identity);
      expect(result.expected).toEqual(direct.expected);
    }
  });

  it("lists every rule to someone who never played, with the block that it was read at", async () => {
    const result = await assess(addressOf(2));
    expect(result.decision).toMatchObject({ code: "never-played", eligible: false, quantity: 500n });
    const failed = result.decision.checks.filter(({ passed }) => !passed).map(({ rule }) => rule);
    expect(failed).toContain("has-played");
    expect(failed).not.toContain("holds");
    expect(result.decision.checks.every(({ block }) => block.hash === result.block.hash)).toBe(true);
    expect(result.expected.payoutLovelace).toBe(0n);
  });

  it("knows nothing about a stranger, and says so", async () => {
    const result = await assess(makeAddress(0, key(77), key(78)));
    expect(result.decision.code).toBe("never-played");
    expect(result).toMatchObject({ plays: 0, held: [], utxos: [], heldAddresses: 0 });
    expect(result.history.entries).toEqual([]);
  });

  it("names both networks if the address is from another one", async () => {
    const mainnet = makeAddress(1, key(1), key(2));
    await expect(checkEligibility(world.ctx, { address: mainnet })).rejects.toThrow(/mainnet.*test network/);
  });

  it("says what to use instead of an address that can never be eligible", async () => {
    const script = makeAddress(0, { kind: "script", hash: "5c".repeat(28) }, null);
    for (const [address, reason] of [
      [BYRON_ADDRESS, "byron"],
      [script, "script-identity"],
    ] as const) {
      const result = await checkEligibility(world.ctx, { address });
      expect(result).toMatchObject({ kind: "unpayable", reason });
      expect(result.kind === "unpayable" && result.advice).toMatch(/\.$/);
    }
  });

  it("calculates once per block, however many ask at once, and again on the next block", async () => {
    const at = async () => Promise.all(Array.from({ length: 20 }, () => estimateToday(world.ctx)));
    const [first, ...others] = await at();
    expect(others.every((estimate) => estimate === first)).toBe(true);
    await world.control.mine(1);
    await runJob(world.ctx, "scan");
    const [next, ...rest] = await at();
    expect(next).not.toBe(first);
    expect(next?.block.height).toBe((first?.block.height ?? 0) + 1);
    expect(rest.every((estimate) => estimate === next)).toBe(true);
  });
});

describe("a day that was paid", () => {
  beforeAll(async () => {
    await liveUntil(world, async () => (await world.ctx.db.select().from(day).where(eq(day.state, "PAID"))).length > 0);
  });

  it("is in the history as confirmed, with its transaction", async () => {
    const { history } = await assess(addressOf(1));
    const paid = history.entries.find((entry) => entry.amountState === "confirmed");
    expect(paid).toMatchObject({ payoutLovelace: 400_000_000n, carriedLovelace: 0n, dayState: "PAID" });
    expect(paid?.transactions).toHaveLength(1);
    expect(history.confirmedLovelace).toBe(400_000_000n);
    expect(history.nextBeforeDay).toBeNull();
  });

  it("is not in the history of someone who never played", async () => {
    const { history } = await assess(addressOf(2));
    expect(history.entries).toEqual([]);
  });
});
