import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import { failingPayment } from "@/server/testing/chain/failing-payment";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { playScenario } from "@/server/testing/devnet/scenario";
import { createBlockfrostSource } from "../blockfrost/source";
import { createGraphqlWitness, type GraphqlWitness } from "./witness";

/*
 * One chain, asked by two kinds of servers. The token is minted in it, so that the server does not know it at first; a
 * second one is there from the start, and has no name.
 */
const holder = newTestWallet();
const player = newTestWallet();
const NAMELESS = "ab".repeat(28);
const SUPPLY = 9_007_199_254_740_993n;

let devnet: TestDevnet;
let source: ChainSource;
let witness: GraphqlWitness;
let played: Awaited<ReturnType<typeof playScenario>>;

beforeAll(async () => {
  const fund = { address: holder.address, lovelace: 100_000_000n, assets: { [NAMELESS]: SUPPLY } };
  devnet = await startTestDevnet({ dialects: ["graphql"], dialectRows: 3, genesis: { initialFunds: [fund] } });
  source = createBlockfrostSource({ url: devnet.url, retry: QUICK_RETRY });
  witness = createGraphqlWitness({ url: devnet.graphqlUrl ?? "", name: "graphql", retry: QUICK_RETRY });
  played = await playScenario(devnet);
});
afterAll(() => devnet.stop());

const within = async () => [1, (await source.tip()).height] as const;

test("a token of the last minutes has no name, which is no answer", async () => {
  const { unit, scriptAddress, address } = played;
  const unnamed = { kind: "unavailable", message: expect.stringMatching(/has not named yet/) };
  await expect(witness.assetSupply(unit)).rejects.toMatchObject(unnamed);
  await expect(witness.assetHolders(unit)).rejects.toMatchObject(unnamed);
  await expect(witness.assetTransactions(unit, ...(await within()))).rejects.toMatchObject(unnamed);
  await expect(witness.unspentOutputs(address, unit)).rejects.toMatchObject(unnamed);
  await expect(witness.unspentOutputs(address)).rejects.toMatchObject(unnamed);
  await expect(witness.holdingsOf([scriptAddress, address], unit)).rejects.toMatchObject(unnamed);
  // Where no such token is, its absence is known.
  expect(await witness.unspentOutputs(player.address, unit)).toEqual([]);
  expect(await witness.assetTransactions(unit, 1, 1)).toEqual([]);
  expect((await witness.holdingsOf([player.address], unit)).held.size).toBe(0);
});

test("once it is named, all of it is found: mint, burn, holders, supply", async () => {
  await devnet.control.mine(160);
  const { unit, address, scriptAddress, firstHash, secondHash, pendingHash } = played;
  expect(await witness.assetSupply(unit)).toBe(900n);
  expect(await witness.assetSupply(NAMELESS)).toBe(SUPPLY);
  expect(await witness.assetHolders(unit)).toEqual([{ address, quantity: 900n }]);
  const refs = await witness.assetTransactions(unit, ...(await within()));
  expect(refs.map(({ hash }) => hash)).toEqual([firstHash, secondHash, pendingHash]);
  expect(refs).toEqual(await source.assetTransactions(unit, ...(await within())));
  expect(await witness.assetSupply("cd".repeat(28))).toBeNull();
  expect(await witness.assetHolders("cd".repeat(28))).toEqual([]);
  const { tip, held } = await witness.holdingsOf([scriptAddress, address, player.address, address], unit);
  expect(held).toEqual(new Map([[address, 900n]]));
  expect(tip.hash).toBe((await source.tip()).hash);
});

test("blocks, places and the network are those of the other source", async () => {
  const tip = await source.tip();
  expect(await witness.tip()).toEqual(tip);
  expect(await witness.block(tip.height - 3)).toEqual(await source.block(tip.height - 3));
  expect(await witness.block(tip.previousHash ?? "")).toEqual(await source.block(tip.height - 1));
  expect(await witness.block(tip.height + 1)).toBeNull();
  expect(await witness.block("ab".repeat(32))).toBeNull();
  expect(await witness.transactionPlace(played.secondHash)).toEqual(await source.transactionPlace(played.secondHash));
  expect(await witness.transactionPlace("ab".repeat(32))).toBeNull();
  expect(await witness.genesis()).toEqual({ networkMagic: (await source.genesis()).networkMagic });
});

/** The server tells no hash of a datum that is not inline. */
const told = (outputs: readonly TxOutput[]) =>
  outputs
    .map((output) => ({ ...output, datumHash: null }))
    .toSorted((a, b) => (`${a.ref.txHash}${a.ref.index}` < `${b.ref.txHash}${b.ref.index}` ? -1 : 1));

test("outputs: datum, reference script, many assets, more than a page", async () => {
  for (const address of [played.address, played.scriptAddress, holder.address, player.address]) {
    expect(await witness.unspentOutputs(address)).toEqual(told(await source.unspentOutputs(address)));
  }
  const { address, unit } = played;
  expect(await witness.unspentOutputs(address, unit)).toEqual(told(await source.unspentOutputs(address, unit)));
  expect(await witness.unspentOutputs(holder.address, NAMELESS)).toHaveLength(1);
});

test("a failed transaction: its collateral and the return of it, and nothing that it wanted", async () => {
  const [from] = await source.unspentOutputs(holder.address);
  if (!from) throw new Error("the holder has nothing");
  const { bytes, returnedIndex } = failingPayment(holder, from, { address: player.address, lovelace: 5_000_000n });
  expect((await devnet.submit(bytes)).status).toBe(200);
  const { tip } = await devnet.control.mine();
  const [ref] = await witness.addressTransactions(holder.address, tip.height, tip.height);
  expect(await witness.transactionPlace(ref?.hash ?? "")).toMatchObject({ valid: false, height: tip.height });
  expect(await witness.assetTransactions(NAMELESS, tip.height, tip.height)).toEqual([ref]);
  expect(await witness.addressTransactions(player.address, 1, tip.height)).toEqual([]);
  const [returned] = await witness.unspentOutputs(holder.address);
  expect(returned).toMatchObject({ ref: { txHash: ref?.hash, index: returnedIndex }, assets: { [NAMELESS]: SUPPLY } });
  expect(await witness.assetSupply(NAMELESS)).toBe(SUPPLY);
});

test("submission: accepted, and the same bytes again are ambiguous", async () => {
  const [from] = await source.unspentOutputs(holder.address);
  if (!from) throw new Error("the holder has nothing");
  const tx = payment(holder, from, { address: player.address, lovelace: 3_000_000n });
  const stranger = payment(holder, from, { address: player.address, lovelace: 3_000_000n, signer: player });
  expect((await witness.submit?.(stranger))?.kind).not.toBe("accepted");
  expect(await witness.submit?.(tx)).toEqual({ kind: "accepted" });
  expect(await witness.submit?.(tx)).toMatchObject({
    kind: "ambiguous",
    detail: expect.stringContaining("All inputs are spent"),
  });
  await devnet.control.setFaults({ path: "^/graphql/Submit$", kind: "drop" });
  expect(await witness.submit?.(tx)).toMatchObject({ kind: "ambiguous" });
  await devnet.control.clearFaults();
  await expect(witness.submit?.(Uint8Array.of(1, 2))).rejects.toThrow(/CBOR/);
});

test("a rollback: what was undone is null", async () => {
  const before = await witness.tip();
  await devnet.control.mine();
  const gone = await witness.tip();
  await devnet.control.rollback(1);
  expect(await witness.block(gone.hash)).toBeNull();
  expect(await witness.tip()).toEqual(before);
});
