import { hexToBytes } from "@noble/hashes/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NativeScript, nativeScriptHash } from "@/server/demo/wallet/native-script";
import { buildPayment, signPayment } from "@/server/demo/wallet/payment";
import type { Mint } from "@/server/demo/wallet/payment-input";
import { type Wallet, walletFromSeed } from "@/server/demo/wallet/seed";
import { DevnetControl } from "@/server/devnet/control-client";
import { newFundingWallet } from "@/server/devnet/funding";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import type { ChainSource } from "@/server/domain/ports";
import { createBlockfrostSource } from "./source";

let devnet: Devnet;
let control: DevnetControl;
let source: ChainSource;
let wallet: Wallet;

beforeAll(async () => {
  const funding = newFundingWallet();
  devnet = await startDevnet({ speed: 0, mining: false, funding, fundingLovelace: 100_000_000n });
  control = new DevnetControl(devnet.controlUrl);
  source = createBlockfrostSource({ url: devnet.url, name: "devnet" });
  wallet = walletFromSeed(funding.seedPhrase, 0);
  await control.mine();
});
afterAll(() => devnet.stop());

async function mint(quantity: bigint, policy: NativeScript, unit: string): Promise<string> {
  const mints: Mint = { policy, quantities: { [unit]: quantity } };
  const tip = await source.tip();
  const built = buildPayment({
    inputs: await source.unspentOutputs(wallet.address),
    outputs: [],
    mint: mints,
    changeAddress: wallet.address,
    parameters: await source.parameters(),
    validUntilSlot: tip.slot + 1_000,
  });
  const outcome = await source.submit(hexToBytes(signPayment(built, [wallet.paymentKey])));
  expect(outcome).toEqual({ kind: "accepted" });
  await control.mine();
  return built.txHash;
}

test("a transaction that burns all it spends is among the asset's, in its place and range", async () => {
  const policy: NativeScript = { kind: "key", keyHash: wallet.paymentKey.keyHash };
  const unit = `${nativeScriptHash(policy)}5052495a45`;
  const made = await mint(100n, policy, unit);
  const partly = await mint(-40n, policy, unit);
  const wholly = await mint(-60n, policy, unit);
  const { height } = await source.tip();
  const hashes = async (from: number, to: number) =>
    (await source.assetTransactions(unit, from, to)).map(({ hash }) => hash);
  expect(await hashes(0, height)).toEqual([made, partly, wholly]);
  expect(await hashes(height, height)).toEqual([wholly]);
  expect(await hashes(0, height - 1)).toEqual([made, partly]);
});
