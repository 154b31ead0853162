import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { openSources, withBytes } from "@/server/chain/sources/open-sources";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { startTestDevnet } from "@/server/testing/devnet/harness";
import { startMortalServer } from "@/server/testing/services/mortal-server";
import { openBudgets } from "./open-budgets";
import { readSources } from "./read-sources";

const DAILY = { BLOCKFROST_DAILY_CALLS: 1_000 };
const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("all instances together make no more calls in a day than the settings allow, and are told until when", async () => {
  const instances = [1, 2, 3].map(() => openBudgets(database.db, DAILY)("blockfrost"));
  let made = 0;
  let refused: { readonly untilMs: number; readonly reason: string } | null = null;
  for (let call = 0; call < 400; call++) {
    const answers = await Promise.all(instances.map((budget) => budget?.take() ?? null));
    made += answers.filter((answer) => answer === null).length;
    refused = answers.find((answer) => answer !== null) ?? refused;
  }
  expect(made).toBe(1_000);
  expect(refused?.reason).toMatch(/^the 1000 calls that the settings allow in a day are used up/);
  expect((refused?.untilMs ?? 0) % DAY_MS).toBe(0);
});

it("without limits nothing is counted", () => {
  expect(openBudgets(database.db, {})("blockfrost")).toBeUndefined();
  expect(openBudgets(database.db, DAILY)("blockfrost-backup")).toBeUndefined();
});

it("a source whose calls are used up is asked nothing, says until when, and is still sent what is submitted", async () => {
  const funds = newTestWallet();
  const devnet = await startTestDevnet({
    genesis: { initialFunds: [{ address: funds.address, lovelace: 50_000_000n }] },
  });
  const server = await startMortalServer(devnet.url);
  const settings = { BLOCKFROST_URL: server.url };
  const [whole] = withBytes(openSources(settings));
  const [output] = (await whole?.unspentOutputs(funds.address)) ?? [];
  if (!output) throw new Error("there are no funds");
  const spent = { untilMs: Date.now() + 3_600_000, reason: "the calls of the day are used up." };
  const [source] = withBytes(openSources(settings, { budgetOf: () => ({ take: async () => spent }) }));
  server.asked.length = 0;
  await expect(source?.tip()).rejects.toMatchObject({ kind: "rate-limited", details: { retryAtMs: spent.untilMs } });
  expect(server.asked).toEqual([]);
  const bytes = payment(funds, output, { address: newTestWallet().address, lovelace: 5_000_000n });
  expect(await source?.submit(bytes)).toEqual({ kind: "accepted" });
  await server.kill();
  await devnet.stop();
});

it("nothing is shown of sources before one was asked", async () => {
  expect(await readSources(database.db, Date.now())).toEqual([]);
});
