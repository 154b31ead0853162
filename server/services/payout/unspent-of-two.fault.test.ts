import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { ChainSourceError } from "@/server/chain/sources/error";
import type { ChainWitness } from "@/server/domain/ports";
import { attemptState, attemptsOf } from "@/server/testing/services/look";
import { endNextDay, LOSE, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { withWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import { confirmPayments } from "./confirm-payments";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PAYING");
  await world.control.setFaults(LOSE);
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

/** A second source that differs from the first in this. */
const another = (change: Partial<ChainWitness>): ChainWitness => ({ ...world.ctx.source, name: "another", ...change });
const isExpired = async () => (await attemptState(world, dayIndex, 1)) === "EXPIRED";

async function payAfterAll() {
  await world.control.clearFaults();
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
}

it("a second source shows the input as spent: nothing is given up, and it is said, until the two agree", async () => {
  const asked: string[] = [];
  const spent = another({
    unspentOutputs: async (address) => {
      asked.push(address);
      return [];
    },
  });
  const doubted = withWitness(world, spent);
  await stepUntil(doubted, async () => asked.length > 3);
  expect(await attemptState(world, dayIndex, 1)).toBe("BROADCAST");
  const result = await confirmPayments(doubted.ctx);
  const [, row] = await attemptsOf(world, dayIndex);
  const words = `shows ${row?.inputTxHash} output ${row?.inputIndex} as unspent, and another does not`;
  const wayOut = "leave the one that is wrong for good out of SOURCES";
  expect(result).toMatchObject({ result: "waiting", detail: expect.stringContaining(`${words}: ${wayOut}`) });
  await stepUntil(withWitness(world, another({})), isExpired);
  await payAfterAll();
});

it("a second source shows the input as spent for good: a third one agrees with the first, and that is enough", async () => {
  const spent = another({ unspentOutputs: async () => [] });
  await stepUntil(withWitness(world, spent, another({ name: "a third" })), isExpired);
  await payAfterAll();
});

it.each<[string, Partial<ChainWitness>]>([
  ["is away", { block: () => Promise.reject(new ChainSourceError("unreachable", "another", "no answer")) }],
  ["has not read so far", { block: async () => null, unspentOutputs: async () => [] }],
  [
    "follows another chain, which is longer",
    {
      block: async (asked) => (typeof asked === "number" ? world.ctx.source.block(asked) : null),
      tip: async () => ({ ...(await world.ctx.source.tip()), hash: "ab".repeat(32), height: 1_000_000 }),
      unspentOutputs: async () => [],
    },
  ],
])("a second source that %s holds nothing back", async (_what, change) => {
  await stepUntil(withWitness(world, another(change)), isExpired);
  await payAfterAll();
});
