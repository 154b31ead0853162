import { describe, expect, test } from "vitest";
import type { TxOutput } from "@/server/domain/ports";
import { failingPayment } from "@/server/testing/chain/failing-payment";
import { readWithInputs } from "@/server/testing/chain/read-transaction";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { DIALECTS, SOURCES } from "@/server/testing/sources/dialects";
import { BLOCKS_UNTIL_SHOWN, build, policiesOf } from "@/server/testing/sources/mint";
import { submit } from "@/server/testing/sources/pay";
import { shareWorld } from "@/server/testing/sources/share-world";

/*
 * A payment of tokens whose script fails: nothing that it declares happens, its collateral is spent, and what is left
 * of that comes back with all tokens, at the index after the declared outputs. Servers tell it in forms of their own.
 */
const wallet = newTestWallet();
const recipient = newTestWallet().address;
const TOKENS = 40n;

async function play(devnet: TestDevnet) {
  const { control } = devnet;
  const [policy] = policiesOf(devnet);
  const unit = `${policy.id}${Buffer.from("PRIZE").toString("hex")}`;
  await control.mine();
  const minted = await build(devnet, (lucid) =>
    lucid
      .newTx()
      .mintAssets({ [unit]: TOKENS })
      .attach.MintingPolicy(policy.script)
      .pay.ToAddress(wallet.address, { lovelace: 50_000_000n, [unit]: TOKENS }),
  );
  const before = await control.mine();
  await control.mine(BLOCKS_UNTIL_SHOWN);
  const from: TxOutput = {
    ref: { txHash: minted, index: 0 },
    address: wallet.address,
    lovelace: 50_000_000n,
    assets: { [unit]: TOKENS },
    inlineDatum: null,
    datumHash: null,
    referenceScriptHash: null,
  };
  const failing = failingPayment(wallet, from, { address: recipient, lovelace: 5_000_000n });
  const failed = await submit(devnet, failing.bytes);
  const { tip } = await control.mine();
  const returned = { ...from, ref: { txHash: failed, index: failing.returnedIndex }, lovelace: 48_000_000n };
  return { funding: devnet.funding.address, unit, minted, mintedTip: before.tip, failed, tip, from, returned };
}

const world = shareWorld(play);

describe.each(DIALECTS)("$name: a transaction whose script failed", (dialect) => {
  const source = () => world.of(dialect);

  test("its place says so", async () => {
    const { failed, minted, mintedTip, tip } = world.facts;
    const placeIn = ({ hash: blockHash, height, slot, timeMs }: typeof tip) => ({ blockHash, height, slot, timeMs });
    expect(await source().transactionPlace(failed)).toEqual({ ...placeIn(tip), valid: false });
    expect(await source().transactionPlace(minted)).toEqual({ ...placeIn(mintedTip), valid: true });
  });

  test("what is left of its collateral is there, with all tokens, and nothing else", async () => {
    const { returned, unit } = world.facts;
    expect(await source().unspentOutputs(wallet.address)).toEqual([returned]);
    expect(await source().unspentOutputs(wallet.address, unit)).toEqual([returned]);
    expect(await source().unspentOutputs(recipient)).toEqual([]);
  });

  test("it is among the transactions of whom it took from, and of the tokens that came back", async () => {
    const { minted, mintedTip, failed, tip, unit } = world.facts;
    const both = [
      { hash: minted, height: mintedTip.height },
      { hash: failed, height: tip.height },
    ];
    const list = (refs: readonly { hash: string; height: number }[]) =>
      refs.map(({ hash, height }) => ({ hash, height }));
    expect(list(await source().addressTransactions(wallet.address, 1, tip.height))).toEqual(both);
    expect(list(await source().assetTransactions(unit, 1, tip.height))).toEqual(both);
    expect(list(await source().assetTransactions(unit, tip.height, tip.height))).toEqual([both[1]]);
  });

  test("nobody holds what it wanted to give, and the supply is what it was", async () => {
    const { unit } = world.facts;
    expect(await source().assetHolders(unit)).toEqual([{ address: wallet.address, quantity: TOKENS }]);
    expect(await source().assetSupply(unit)).toBe(TOKENS);
  });
});

describe.each(SOURCES)("$name: the bytes of it", (dialect) => {
  test("say with its place what it did", async () => {
    const { failed, from, returned } = world.facts;
    const read = await readWithInputs(world.of(dialect), failed);
    expect(read).toMatchObject({ valid: false, outputs: [returned], spent: [from], mint: {} });
  });

  test("and those of one whose scripts held, what it made of what it spent", async () => {
    const { minted, unit, from, funding } = world.facts;
    const read = await readWithInputs(world.of(dialect), minted);
    expect(read).toMatchObject({ valid: true, mint: { [unit]: TOKENS }, spent: [{ address: funding }] });
    expect(read.outputs[0]).toEqual(from);
  });
});
