import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { Faults } from "../faults";
import { Chain } from "../ledger/chain";
import { ChainClock } from "../ledger/clock";
import { makeGenesis } from "../ledger/genesis";
import { startGraphqlServer } from "./server";

/* How Cardano GraphQL behaves where that is not in its schema. */

const UNIT = "ab".repeat(28);
const funds = Array.from({ length: 5 }, (_, index) => ({
  address: newTestWallet().address,
  lovelace: BigInt(index + 8) * 1_000_000n,
  assets: { [UNIT]: 1n },
}));
const genesis = makeGenesis({ initialFunds: funds }, Date.UTC(2031, 4, 5));
const startMs = genesis.systemStartMs + genesis.currentEra.startTimeMs;
const chain = new Chain(genesis, new ChainClock({ startMs, speed: 0, monotonicMs: () => 0 }), 1_000_000);

let url = "";
let close: () => Promise<void>;
let beforeRootField = async (_name: string) => {};
const failures: unknown[] = [];

beforeAll(async () => {
  const started = await startGraphqlServer({
    chain,
    faults: new Faults(),
    mostRows: 3,
    onFailure: (cause) => failures.push(cause),
    beforeRootField: (name) => beforeRootField(name),
  });
  ({ url, close } = started);
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

type Answered = { data?: Record<string, unknown> | null; errors?: { message: string }[] };

async function ask(query: string, variables: object = {}): Promise<Answered & { status: number }> {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return { status: response.status, ...((await response.json()) as Answered) };
}

const utxos = async (given: string) => (await ask(`{ utxos(${given}) { value } }`)).data?.utxos as { value: string }[];

describe("lists", () => {
  test("are cut without a word, whatever limit is asked for", async () => {
    expect(await utxos("limit: 2500")).toHaveLength(3);
    expect(await utxos("limit: 2")).toHaveLength(2);
    expect(await utxos("offset: 4")).toHaveLength(1);
  });

  test("are filtered and ordered; amounts compare as numbers and leave as texts", async () => {
    const found = await utxos('order_by: [{ value: desc }], where: { value: { _gt: "9000000" } }');
    expect(found.map(({ value }) => value)).toEqual(["12000000", "11000000", "10000000"]);
  });

  test("refuse a limit below nothing", async () => {
    expect(await ask("{ utxos(limit: -1) { value } }")).toMatchObject({ status: 200, data: null });
  });
});

test("a slot compares as a text", async () => {
  chain.mine(12, 1);
  const { data } = await ask('{ blocks(where: { slotNo: { _gte: "5" } }, order_by: [{ number: asc }]) { slotNo } }');
  expect(data?.blocks).toEqual([{ slotNo: "5" }, { slotNo: "6" }, { slotNo: "7" }]);
  const rest = await ask('{ blocks(where: { slotNo: { _gte: "8" } }) { slotNo } }');
  expect(rest.data?.blocks).toEqual([{ slotNo: "8" }, { slotNo: "9" }]);
});

test("what is not in the schema, or too deep, is refused whole", async () => {
  expect(await ask("{ utxos { colour } }")).toMatchObject({ status: 400 });
  const deep = (depth: number): string => (depth === 0 ? "{ hash }" : `{ previousBlock ${deep(depth - 1)} }`);
  expect(await ask(`{ blocks ${deep(9)} }`)).toMatchObject({ status: 200 });
  expect(await ask(`{ blocks ${deep(10)} }`)).toMatchObject({ status: 400 });
  expect((await ask(`{ blocks ${deep(10)} }`)).errors?.[0]?.message).toMatch(/maximum operation depth of 10/);
  expect(await ask('{ blocks(where: { hash: { _eq: "ab" } }) { hash } }')).toMatchObject({ status: 400 });
});

test("root fields are no snapshot: a block may come between two of them", async () => {
  let asked = 0;
  beforeRootField = async () => {
    if (asked++ === 0) return;
    await new Promise(setImmediate);
    chain.mine(1, 1);
  };
  const { data } = await ask("{ before: cardano { tip { number } } after: cardano { tip { number } } }");
  beforeRootField = async () => {};
  const [before, after] = [data?.before, data?.after] as { tip: { number: number } }[];
  expect((after?.tip.number ?? 0) - (before?.tip.number ?? 0)).toBe(1);
});

test("an asset's tokens and what was made of it", async () => {
  const where = `{ asset: { policyId: { _eq: "${UNIT}" }, assetName: { _eq: "" } } }`;
  const { data } = await ask(`{ tokenMints(where: ${where}) { quantity asset { assetId assetName } } }`);
  expect(data?.tokenMints).toEqual(Array(3).fill({ quantity: "1", asset: { assetId: UNIT, assetName: "" } }));
  expect(await utxos(`where: { tokens: { _not: { asset: {} } } }`)).toEqual([]);
  expect(await utxos(`where: { tokens: ${where} }`)).toHaveLength(3);
});
