import type { LucidEvolution } from "@lucid-evolution/lucid";
import { describe, expect, test } from "vitest";
import type { FaultRule } from "@/server/devnet/faults";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { withKoios } from "@/server/testing/sources/koios-devnet";
import { build, policiesOf } from "@/server/testing/sources/mint";
import { createPayer } from "@/server/testing/sources/pay";

/* A Koios that lies or errs, in the rows and columns of its own: a typed error, never a wrong value. */
const player = newTestWallet().address;
const OTHER = "cd".repeat(32);

async function play(devnet: TestDevnet) {
  const [{ script, id }] = policiesOf(devnet);
  const unit = `${id}${Buffer.from("PRIZE").toString("hex")}`;
  const { control } = devnet;
  const { tip: start } = await control.mine();
  await control.mine(4);
  const minted = await build(devnet, (lucid) =>
    lucid
      .newTx()
      .mintAssets({ [unit]: 10n, [id]: 3n })
      .attach.MintingPolicy(script)
      .pay.ToAddress(player, { lovelace: 5_000_000n, [unit]: 10n, [id]: 3n }),
  );
  const { tip } = await control.mine();
  const pay = await createPayer(devnet);
  const paid = await pay({ address: player, lovelace: 2_000_000n });
  const last = await control.mine();
  return { start, unit, nameless: id, minted, paid, tip, last: last.tip };
}

const held = withKoios(play);

const lists = () => held.source.addressTransactions(player, 1, held.facts.last.height);
const outputs = () => held.source.unspentOutputs(player);

/** Where a lie is told, of what, and what a question then says. */
const LIES: [string, [path: string, at: string, value: unknown], () => Promise<unknown>, string][] = [
  ["an entry before the range", ["^/address_txs", "/0/block_height", 0], lists, "lying"],
  ["an entry after the range", ["^/address_txs", "/1/block_height", 1_000_000], lists, "lying"],
  ["a height as a text", ["^/address_txs", "/0/block_height", "7"], lists, "wrong-answer"],
  ["an entry without a height", ["^/address_txs", "/0/block_height", null], lists, "wrong-answer"],
  ["an output of somebody else", ["^/address_utxos", "/0/address", "addr_test1other"], outputs, "lying"],
  ["outputs without their assets", ["^/address_utxos", "/0/asset_list", null], outputs, "wrong-answer"],
  ["a negative amount", ["^/address_utxos", "/0/value", "-5"], outputs, "wrong-answer"],
  ["an amount that JSON has rounded", ["^/address_utxos", "/0/value", 2 ** 60], outputs, "wrong-answer"],
  ["a fraction", ["^/address_utxos", "/0/value", "2000000.5"], outputs, "wrong-answer"],
  [
    "an output that does not hold what was asked for",
    ["^/asset_utxos", "/0/asset_list", []],
    () => held.source.unspentOutputs(player, held.facts.unit),
    "lying",
  ],
  [
    "another asset's history",
    ["^/asset_history", "/0/policy_id", "ab".repeat(28)],
    () => held.source.assetSupply(held.facts.unit),
    "lying",
  ],
  [
    "more burned than minted",
    ["^/asset_history", "/0/minting_txs/0/quantity", "-10"],
    () => held.source.assetSupply(held.facts.unit),
    "lying",
  ],
  [
    "two quantities of one mint",
    [
      "^/asset_history",
      "/0/minting_txs",
      [
        { tx_hash: OTHER, quantity: "5" },
        { tx_hash: OTHER, quantity: "6" },
      ],
    ],
    () => held.source.assetSupply(held.facts.unit),
    "lying",
  ],
  ["a tip with another block's slot", ["^/blocks", "/0/abs_slot", 9_000_000], () => held.source.tip(), "wrong-answer"],
  [
    "a block at another height",
    ["^/blocks", "/0/block_height", 1],
    () => held.source.block(held.facts.tip.height),
    "lying",
  ],
  ["another block", ["^/block_info", "/0/hash", OTHER], () => held.source.block(held.facts.tip.hash), "lying"],
  [
    "a block that does not follow",
    ["^/blocks", "/1/parent_hash", OTHER],
    () => held.source.blocksAfter(held.facts.start.hash, 3),
    "lying",
  ],
  [
    "another transaction",
    ["^/tx_info", "/0/tx_hash", OTHER],
    () => held.source.transactionPlace(held.facts.paid),
    "lying",
  ],
  [
    "no word of validity",
    ["^/tx_info", "/0/valid_contract", null],
    () => held.source.transactionPlace(held.facts.paid),
    "wrong-answer",
  ],
  [
    "bytes of no transaction",
    ["^/tx_cbor", "/0/cbor", "80"],
    () => held.source.transactionBytes(held.facts.paid),
    "wrong-answer",
  ],
  [
    "no bytes of a transaction that it knows",
    ["^/tx_cbor", "/0/cbor", null],
    () => held.source.transactionBytes(held.facts.paid),
    "not-supported",
  ],
  [
    "a block's transactions under another block",
    ["^/block_txs", "/0/block_hash", OTHER],
    () => held.source.blockTransactions(held.facts.tip.hash),
    "lying",
  ],
  [
    "a block that does not hold all that it says",
    ["^/block_info", "/0/tx_count", 3],
    () => held.source.blockTransactions(held.facts.tip.hash),
    "unavailable",
  ],
  ["two genesis rows", ["^/genesis", "", [{}, {}]], () => held.source.genesis(), "wrong-answer"],
  [
    "a network that is no number",
    ["^/genesis", "/0/networkmagic", "main"],
    () => held.source.genesis(),
    "wrong-answer",
  ],
  ["eras that never began", ["^/era_summaries", "/0/epoch_no", null], () => held.source.genesis(), "wrong-answer"],
  ["parameters of another epoch", ["^/epoch_params", "/0/epoch_no", 9], () => held.source.parameters(), "lying"],
  ["no cost models", ["^/epoch_params", "/0/cost_models", null], () => held.source.parameters(), "wrong-answer"],
];

test.each(LIES)("%s", async (_, [path, at, value], ask, kind) => {
  // A list is asked on for until it is empty, and a lie about its first row fits the first page alone.
  await held.lie(path, at, value, ask === lists || ask === outputs || path.includes("asset_utxos") ? 1 : undefined);
  await expect(ask()).rejects.toMatchObject({ kind, source: "koios" });
  await held.devnet.control.clearFaults();
  await expect(ask()).resolves.not.toThrow();
});

test("no name may be told as null, as Koios describes it", async () => {
  await held.lie("^/asset_history", "/0/asset_name", null);
  expect(await held.source.assetSupply(held.facts.nameless)).toBe(3n);
  await expect(held.source.assetSupply(held.facts.unit)).rejects.toMatchObject({ kind: "lying" });
});

test("holders come from the outputs where the table of them is behind the chain, as it is of cached assets", async () => {
  const { unit } = held.facts;
  const honest = await held.source.assetHolders(unit);
  await held.fault({ path: "^/asset_addresses", kind: "status", status: 200, body: [] });
  expect(await held.source.assetHolders(unit)).toEqual(honest);
  await held.devnet.control.clearFaults();
  await held.lie("^/asset_addresses", "/0/quantity", "3", 1);
  expect(await held.source.assetHolders(unit)).toEqual(honest);
  await held.devnet.control.clearFaults();
  const none: FaultRule = { path: "^/asset_addresses", kind: "status", status: 200, body: [] };
  const patch = [{ op: "replace" as const, path: "/0/asset_list", value: [] }];
  await held.devnet.control.setFaults(none, { path: "^/asset_utxos", kind: "lie", patch, times: 1 });
  await expect(held.source.assetHolders(unit)).rejects.toMatchObject({ kind: "lying" });
  expect(await held.source.assetHolders("ab".repeat(28))).toEqual([]);
});

test("a cost model that JSON cannot hold is left out, but for the one that is needed", async () => {
  const honest = await held.source.parameters();
  await held.lie("^/epoch_params", "/0/cost_models/PlutusV2/1", 2 ** 63);
  const { costModels } = await held.source.parameters();
  expect(costModels).toEqual({ ...honest.costModels, PlutusV2: [] });
  await held.lie("^/epoch_params", "/0/cost_models/PlutusV3/1", 2 ** 63);
  await expect(held.source.parameters()).rejects.toMatchObject({ kind: "wrong-answer" });
});

test("an output with a datum that is nested too deeply to be read as JSON, which anybody can send", async () => {
  const { address } = newTestWallet();
  const value = `${"a140".repeat(400)}80`;
  const pay = (lucid: LucidEvolution) =>
    lucid.newTx().pay.ToAddressWithData(address, { kind: "inline", value }, { lovelace: 5_000_000n });
  const txHash = await build(held.devnet, pay);
  await held.devnet.control.mine();
  expect(await held.source.unspentOutputs(address)).toMatchObject([{ ref: { txHash }, inlineDatum: value }]);
});

describe("one of several servers behind the address is on a fork", () => {
  const empty = (path: string, times?: number): Promise<unknown> =>
    held.fault({ path, kind: "status", status: 200, body: [], ...(times ? { times } : {}) });

  test("an empty list of outputs is asked for again, and the second answer differs", async () => {
    await empty("^/address_utxos", 1);
    await expect(outputs()).rejects.toMatchObject({ kind: "unavailable", message: expect.stringMatching(/was empty/) });
  });

  test("a list of heights that the server has not reached", async () => {
    await expect(held.source.addressTransactions(player, 500, 600)).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringMatching(/no block after/),
    });
  });

  test("a block without the transactions that it says it holds", async () => {
    await empty("^/block_txs");
    await expect(held.source.blockTransactions(held.facts.tip.hash)).rejects.toMatchObject({ kind: "unavailable" });
    await empty("^/block_txs", 1);
    expect(await held.source.blockTransactions(held.facts.tip.hash)).toEqual([held.facts.minted]);
  });

  test("no block after one that is said to have a child", async () => {
    await empty("^/blocks");
    await expect(held.source.blocksAfter(held.facts.tip.hash, 5)).rejects.toMatchObject({ kind: "unavailable" });
  });
});
