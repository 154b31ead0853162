import { afterAll, beforeAll, expect, it } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { DevnetControl } from "@/server/devnet/control-client";
import { newFundingWallet } from "@/server/devnet/funding";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { networkLabel } from "@/server/domain/cardano/network";
import type { ChainSource } from "@/server/domain/ports";
import { createOperator } from "@/server/signing/operator";
import { SETTINGS } from "@/server/testing/contract/pool-terms";
import { APPROVER_KEYS, consent, OPERATOR_KEY, ORACLE_KEY } from "@/server/testing/services/keys";
import { mineWhile } from "@/server/testing/services/pass-time";
import { deployPool, planDeployment } from "./deploy-pool";

const MAGIC = 42;
const SECURITY_PARAM = 50;
const ADA = 1_000_000n;
const operator = createOperator(OPERATOR_KEY);
const address = enterpriseAddress(0, operator.publicKey());
const terms = {
  settings: {
    ...SETTINGS,
    network: networkLabel(MAGIC),
    prizeAsset: null,
    oracle: ORACLE_KEY.publicKey,
    approvers: APPROVER_KEYS.map(({ publicKey }) => publicKey),
  },
  maxFeeLovelace: 3n * ADA,
  depositLovelace: 1_000n * ADA,
};

let devnet: Devnet;
let source: ChainSource;
let control: DevnetControl;
beforeAll(async () => {
  devnet = await startDevnet({
    genesis: { networkMagic: MAGIC, securityParam: SECURITY_PARAM },
    funding: newFundingWallet(),
    speed: 0,
    mining: false,
  });
  source = createBlockfrostSource({ url: devnet.url });
  control = new DevnetControl(devnet.controlUrl);
});
afterAll(() => devnet.stop());

async function fund(...amounts: bigint[]) {
  for (const lovelace of amounts) await control.fund(address, lovelace);
  await control.mine(1);
}

it("refuses money that is short by a lovelace before anything is locked, and accepts enough", async () => {
  await fund(20n * ADA, 10n * ADA, 1_000n * ADA);
  const [, missing = ""] =
    /Send (\d+) lovelace more/.exec(String(await planDeployment(source, operator, terms).catch(String))) ?? [];
  expect(BigInt(missing)).toBeGreaterThan(50n * ADA);
  await fund(BigInt(missing) - 1n);
  await expect(planDeployment(source, operator, terms)).rejects.toThrow(
    /has 10\d{8} lovelace besides the collateral .* 1000000000 for the deposit, .* Send 1 lovelace more to it/,
  );
  // With one lovelace less in the deposit, the money is just enough.
  const enough = { ...terms, depositLovelace: terms.depositLovelace - 1n };
  await planDeployment(source, operator, enough);
  const deployment = await mineWhile(control, () =>
    deployPool(source, operator, {
      ...enough,
      consent,
      onProgress: () => undefined,
      askAgainMs: 20,
    }),
  );
  const held = await source.unspentOutputs(deployment.script.address, deployment.script.stateToken);
  expect(held).toMatchObject([{ lovelace: enough.depositLovelace }]);
});

it("refuses outputs that are enough together, but too small for the scripts", async () => {
  const poor = createOperator(ORACLE_KEY);
  for (const ada of [20n, 10n, ...Array<bigint>(30).fill(40n)])
    await control.fund(enterpriseAddress(0, poor.publicKey()), ada * ADA);
  await control.mine(1);
  const settings = { ...terms.settings, oracle: OPERATOR_KEY.publicKey };
  await expect(planDeployment(source, poor, { ...terms, settings })).rejects.toThrow(
    /one output of \d+ or more must pay for the contract's scripts/,
  );
});

it("starts the scan at a block that no rollback reaches", async () => {
  await fund(20n * ADA, 10n * ADA, 2_000n * ADA);
  expect((await planDeployment(source, operator, terms)).start).toMatchObject({ height: 0 });
  await control.mine(SECURITY_PARAM + 5);
  const { start, tip } = await planDeployment(source, operator, terms);
  expect([start.height, tip]).toEqual([tip.height - SECURITY_PARAM, await source.tip()]);
});
