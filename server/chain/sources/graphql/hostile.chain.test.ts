import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import { blockHash, txHash } from "@/server/testing/chain/canned-chain";
import { type CannedGraphql, type Operation, startCannedGraphql } from "@/server/testing/chain/canned-graphql";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { createGraphqlWitness, type GraphqlWitness } from "./witness";

/* A server that errs or lies; whatever it is, the witness says so and answers nothing. */

const ADDRESS = "addr_test1vz";
const POLICY = "ab".repeat(28);
const UNIT = `${POLICY}01`;
const NAMED = { policyId: POLICY, assetName: "01" };

let server: CannedGraphql;
let witness: GraphqlWitness;

const header = (number: number, fork = "a") => ({
  hash: blockHash(number, fork),
  number,
  slotNo: String(number * 20),
  forgedAt: "2026-11-28T18:00:00Z",
  previousBlock: { hash: blockHash(number - 1, fork) },
});
const tipOf = (number: number, fork = "a") => ({ data: { cardano: { tip: header(number, fork) } } });
const blocks = (...list: unknown[]) => ({ data: { blocks: list } });
const output = (index: number, more: object = {}) => ({
  address: ADDRESS,
  txHash: txHash(1),
  index,
  value: "2000000",
  datum: null,
  script: null,
  tokens: [{ quantity: "5", asset: NAMED }],
  ...more,
});
const utxos = (...list: unknown[]) => ({ data: { utxos: list } });
const ref = (number: number, height: number) => ({
  hash: txHash(number),
  includedAt: "2026-11-28T18:00:00Z",
  block: { number: height },
});
const transactions = (...list: unknown[]) => ({ data: { transactions: list } });
const paged =
  (rows: readonly unknown[], most = 2_500) =>
  ({ offset = 0 }: { offset?: unknown }) =>
    utxos(...rows.slice(Number(offset), Number(offset) + most));

const HONEST: Record<string, Operation> = {
  Tip: () => tipOf(50),
  BlockByNumber: ({ number }) => blocks(header(Number(number))),
  AssetNamed: () => ({ data: { assets: [NAMED] } }),
  AssetTransactions: () => transactions(),
  AddressTransactions: () => transactions(),
  Outputs: paged([output(0), output(1)]),
  Holders: paged([output(0), output(1)]),
  GetTokenHoldings: paged([output(0)]),
};

beforeEach(async () => {
  server = await startCannedGraphql();
  server.operations = { ...HONEST };
  witness = createGraphqlWitness({ url: server.url, name: "canned", retry: QUICK_RETRY, timeoutMs: 2_000 });
});
afterEach(() => server.close());

describe("errors", () => {
  const failed = (message: string, data: unknown = null) => ({ body: { errors: [{ message }], data } });

  test("in an answer of status 200", async () => {
    server.operations.Tip = () => failed("database query error");
    await expect(witness.tip()).rejects.toMatchObject({
      kind: "unavailable",
      message: 'canned: Tip was answered with an error: "database query error".',
    });
  });

  test("beside data that could be read: none of it is used", async () => {
    server.operations.Outputs = () => failed("statement timeout", utxos(output(0)).data);
    await expect(witness.unspentOutputs(ADDRESS)).rejects.toMatchObject({ kind: "unavailable" });
  });

  test.each([
    'Cannot query field "datum" on type "TransactionOutput".',
    "'Holders' exceeds maximum operation depth of 10",
    "The query exceeds the maximum complexity of 100. Actual complexity is 500",
    "Operation is not in the allow list",
  ])("that no other time will mend: %s", async (message) => {
    server.operations.Holders = () => ({ status: 400, ...failed(message) });
    await expect(witness.assetHolders(UNIT)).rejects.toMatchObject({ kind: "not-supported" });
  });

  test("no data and no error", async () => {
    server.operations.Tip = () => ({ body: {} });
    await expect(witness.tip()).rejects.toMatchObject({ kind: "wrong-answer" });
  });
});

describe("rows", () => {
  test("cut off without a word are asked for until there are none", async () => {
    const rows = Array.from({ length: 7 }, (_, index) => output(index));
    server.operations.Outputs = paged(rows, 3);
    expect(await witness.unspentOutputs(ADDRESS)).toHaveLength(7);
  });

  test("that an ignored offset repeats", async () => {
    server.operations.Outputs = () => utxos(output(0));
    await expect(witness.unspentOutputs(ADDRESS)).rejects.toMatchObject({ kind: "lying" });
  });

  test("that are there twice", async () => {
    server.operations.Outputs = ({ offset }) =>
      offset === 0 ? utxos(output(0), output(1)) : utxos(output(1), output(2));
    await expect(witness.unspentOutputs(ADDRESS)).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("outside the range that was asked for", async () => {
    server.operations.AddressTransactions = () => transactions(ref(1, 9));
    await expect(witness.addressTransactions(ADDRESS, 3, 8)).rejects.toMatchObject({ kind: "lying" });
  });

  test("of somebody else", async () => {
    server.operations.Outputs = paged([output(0, { address: "addr_test1other" })]);
    server.operations.GetTokenHoldings = server.operations.Outputs;
    await expect(witness.unspentOutputs(ADDRESS)).rejects.toMatchObject({ kind: "lying" });
    await expect(witness.holdingsOf([ADDRESS], UNIT)).rejects.toMatchObject({ kind: "lying" });
  });

  test("without the asset that was asked for", async () => {
    server.operations.Holders = paged([output(0, { tokens: [] })]);
    await expect(witness.assetHolders(UNIT)).rejects.toMatchObject({ kind: "lying" });
  });
});

describe("values", () => {
  test("an amount that is a number may be rounded already", async () => {
    server.operations.Outputs = paged([output(0, { value: 9_007_199_254_740_992 })]);
    await expect(witness.unspentOutputs(ADDRESS)).rejects.toMatchObject({
      kind: "wrong-answer",
      message: expect.stringContaining("HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES"),
    });
  });

  const mint = (number: number, quantity: string, more: object = {}) => ({
    quantity,
    asset: NAMED,
    transaction: { hash: txHash(number), fee: "170000" },
    ...more,
  });
  const mints = (...list: unknown[]) => {
    server.operations.Mints = ({ offset }) => ({ data: { tokenMints: offset === 0 ? list : [] } });
  };

  test("a supply below nothing, of another asset, or with rounded fees", async () => {
    mints(mint(1, "9007199254740993"), mint(2, "-1"));
    expect(await witness.assetSupply(UNIT)).toBe(9_007_199_254_740_992n);
    mints(mint(1, "5"), mint(2, "-6"));
    await expect(witness.assetSupply(UNIT)).rejects.toMatchObject({ kind: "lying" });
    mints(mint(1, "5", { asset: { policyId: POLICY, assetName: "02" } }));
    await expect(witness.assetSupply(UNIT)).rejects.toMatchObject({ kind: "lying" });
    mints(mint(1, "5", { transaction: { hash: txHash(1), fee: 170_000 } }));
    await expect(witness.assetSupply(UNIT)).rejects.toMatchObject({ kind: "wrong-answer" });
  });

  test("another block than asked for, or two of one height", async () => {
    server.operations.BlockByNumber = () => blocks(header(4));
    await expect(witness.block(3)).rejects.toMatchObject({ kind: "lying" });
    server.operations.BlockByNumber = () => blocks(header(3), header(3, "b"));
    await expect(witness.block(3)).rejects.toMatchObject({ kind: "lying" });
  });

  test("what is before the numbered blocks is no block", async () => {
    server.operations.BlockByHash = () => blocks({ ...header(0), number: null, slotNo: null, previousBlock: null });
    expect(await witness.block(blockHash(0))).toBeNull();
    server.operations.Tip = () => ({
      data: { cardano: { tip: { ...header(0), number: null, slotNo: null, previousBlock: null } } },
    });
    await expect(witness.tip()).rejects.toMatchObject({ kind: "unavailable" });
  });
});

describe("a tip that moves while it is read", () => {
  const tips = (...list: ReturnType<typeof tipOf>[]) => {
    server.operations.Tip = (_, count) => list[Math.min(count, list.length - 1)] ?? tipOf(50);
  };
  const asked = (name: string) => server.names.filter((each) => each === name).length;

  test("without a transaction of the asset: what was read is right", async () => {
    tips(tipOf(50), tipOf(52));
    expect(await witness.assetHolders(UNIT)).toEqual([{ address: ADDRESS, quantity: 10n }]);
    expect(asked("Holders")).toBe(2);
    const { tip } = await witness.holdingsOf([ADDRESS], UNIT);
    expect(tip.height).toBe(52);
  });

  test("with one: it is read anew", async () => {
    tips(tipOf(50), tipOf(51), tipOf(51));
    server.operations.AssetTransactions = ({ from, offset }) =>
      transactions(...(from === 51 && offset === 0 ? [ref(7, 51)] : []));
    expect(await witness.assetHolders(UNIT)).toHaveLength(1);
    expect(asked("Holders")).toBe(4);
  });

  test("to another fork: it is read anew", async () => {
    tips(tipOf(50), tipOf(51, "b"), tipOf(51, "b"));
    server.operations.BlockByNumber = ({ number }) => blocks(header(Number(number), "b"));
    expect(await witness.assetHolders(UNIT)).toHaveLength(1);
    expect(asked("Holders")).toBe(4);
  });

  test("without end: it says so", async () => {
    server.operations.Tip = (_, count) => tipOf(50 + count);
    server.operations.AssetTransactions = ({ from, offset }) =>
      transactions(...(offset === 0 ? [ref(7, Number(from))] : []));
    await expect(witness.assetHolders(UNIT)).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("kept moving"),
    });
  });

  test("under a list of transactions", async () => {
    server.operations.AddressTransactions = ({ offset }) => transactions(...(offset === 0 ? [ref(1, 5)] : []));
    server.operations.BlockByNumber = ({ number }, count) => blocks(header(Number(number), count === 0 ? "a" : "b"));
    expect(await witness.addressTransactions(ADDRESS, 1, 8)).toHaveLength(1);
    expect(asked("AddressTransactions")).toBe(4);
  });
});

test("an asset that is named while it is asked for is asked for anew", async () => {
  server.operations.AssetNamed = (_, count) => ({ data: { assets: count === 0 ? [] : [NAMED] } });
  server.operations.UnnamedTokens = () => transactions();
  expect(await witness.assetHolders(UNIT)).toEqual([{ address: ADDRESS, quantity: 10n }]);
});

describe("what is submitted", () => {
  const TX = Uint8Array.from(Buffer.from("84a200800180a0f5f6", "hex"));
  const asked = () => server.names.filter((name) => name === "Submit").length;

  test("is counted, and sent although the calls of the day are used up", async () => {
    let counted = 0;
    const take = async () => {
      counted++;
      return { untilMs: Date.now() + 3_600_000, reason: "the calls of the day are used up." };
    };
    const spent = createGraphqlWitness({ url: server.url, retry: QUICK_RETRY, budget: { take } });
    server.operations.Submit = () => ({ data: { submitTransaction: { hash: transactionId(TX) } } });
    await expect(spent.tip()).rejects.toMatchObject({ kind: "rate-limited" });
    expect(await spent.submit?.(TX)).toEqual({ kind: "accepted" });
    expect({ counted, sent: asked() }).toEqual({ counted: 2, sent: 1 });
  });

  test("is refused with a time to come back: nothing more is sent before", async () => {
    server.operations.Submit = () => ({ status: 429, body: "too many", headers: { "retry-after": "30" } });
    expect(await witness.submit?.(TX)).toMatchObject({
      kind: "ambiguous",
      detail: expect.stringMatching(/status 429/),
    });
    await expect(witness.tip()).rejects.toMatchObject({ kind: "rate-limited" });
    const unsent = {
      kind: "ambiguous",
      detail: expect.stringMatching(/^canned: it was not sent: Submit was answered 429/),
    };
    expect(await witness.submit?.(TX)).toMatchObject(unsent);
    expect(server.names).toEqual(["Submit"]);
  });
});

test("holdings are asked for a hundred addresses a question", async () => {
  const addresses = Array.from({ length: 250 }, (_, index) => `${ADDRESS}${index}`);
  const sizes: number[] = [];
  server.operations.GetTokenHoldings = ({ addresses: asked, offset }) => {
    if (offset === 0) sizes.push((asked as readonly string[]).length);
    const rows = (asked as readonly string[]).map((address, index) =>
      output(index, { address, txHash: txHash(sizes.length) }),
    );
    return utxos(...(offset === 0 ? rows : []));
  };
  const { held } = await witness.holdingsOf([...addresses, ...addresses.slice(0, 3)], UNIT);
  expect(sizes).toEqual([100, 100, 50]);
  expect([...held]).toEqual(addresses.map((address) => [address, 5n]));
});
