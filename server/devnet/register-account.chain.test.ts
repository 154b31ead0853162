import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { accountTransaction, credentialOf } from "@/server/testing/devnet/account-transaction";
import * as a from "@/server/testing/devnet/accounts";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { ALWAYS_FALSE } from "@/server/testing/devnet/scripts";

/* Registers the reward account of a script and withdraws nothing from it, on scalus' ledger. */

let devnet: TestDevnet;
const started: TestDevnet[] = [];

beforeEach(async () => {
  devnet = await startTestDevnet();
  started.push(devnet);
  await devnet.control.mine();
});
afterAll(async () => {
  for (const one of started) {
    await one.stop();
    expect(one.failures).toEqual([]);
  }
});

const account = () => devnet.blockfrost.accounts(a.ADDRESS);

describe("registering", () => {
  it("takes the old certificate without a witness, and its deposit", async () => {
    await a.refuse(devnet, { ...a.register(), depositLovelace: 0n }, /not conserved/);
    const hash = await a.take(devnet, a.register());
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({ deposit: "2000000", stake_cert_count: 1 });
    expect(await devnet.blockfrost.txsStakes(hash)).toEqual([
      { cert_index: 0, address: a.ADDRESS, registration: true },
    ]);
    expect(await account()).toMatchObject({ registered: true, active: false, withdrawable_amount: "0" });
  });

  it("takes Conway's certificate if its script agrees, and only with the network's deposit", async () => {
    await a.refuse(devnet, a.registerByScript(ALWAYS_FALSE), /script validation failed/);
    const unwitnessed = { ...a.registerByScript(), redeemers: [], scripts: [] };
    await a.refuse(devnet, unwitnessed, /Missing or extra script hashes/);
    await a.refuse(devnet, a.registerByScript(a.SCRIPT, 3_000_000n), /Stake certificates validation failed/);
    const { bytes } = await accountTransaction(devnet, a.registerByScript());
    expect(await devnet.blockfrost.utilsTxsEvaluate(Buffer.from(bytes).toString("hex"))).toMatchObject({
      result: { EvaluationResult: { "certificate:0": { memory: expect.any(Number) } } },
    });
    const hash = await a.take(devnet, a.registerByScript());
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({ deposit: "2000000", redeemer_count: 1 });
    expect(await devnet.blockfrost.txsRedeemers(hash)).toMatchObject([
      { purpose: "cert", tx_index: 0, script_hash: a.SCRIPT_HASH },
    ]);
    expect(await account()).toMatchObject({ registered: true });
  });

  it("is refused a second time, and possible again once unregistered", async () => {
    await a.take(devnet, a.register());
    await a.refuse(devnet, a.register(), /already registered/);
    await a.refuse(devnet, a.registerByScript(), /already registered/);
    const hash = await a.take(devnet, a.unregister());
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({ deposit: "-2000000" });
    expect(await account()).toMatchObject({ registered: false });
    await a.refuse(devnet, a.withdraw(0n), /missing reward accounts/);
    await a.take(devnet, a.registerByScript());
    const { blockfrost } = devnet;
    expect((await blockfrost.accountsRegistrations(a.ADDRESS)).map(({ action }) => action)).toEqual([
      "registered",
      "deregistered",
      "registered",
    ]);
  });

  it("does not happen in a transaction whose script fails", async () => {
    const hash = await a.take(devnet, { ...a.registerByScript(ALWAYS_FALSE), isValid: false });
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({
      valid_contract: false,
      deposit: "0",
      stake_cert_count: 0,
    });
    expect(await devnet.blockfrost.txsStakes(hash)).toEqual([]);
    await a.take(devnet, a.register(credentialOf(ALWAYS_FALSE)));
  });

  it("is undone by a rollback", async () => {
    await a.take(devnet, a.register());
    await devnet.control.rollback(1, { drop: true });
    expect(await devnet.read(`/accounts/${a.ADDRESS}`)).toMatchObject({ status: 404 });
    await a.refuse(devnet, a.withdraw(0n), /missing reward accounts/);
    await a.take(devnet, a.registerByScript());
  });
});

describe("withdrawing nothing", () => {
  it("runs the script, any number of times", async () => {
    await a.take(devnet, a.register());
    await a.refuse(devnet, { ...a.withdraw(0n), redeemers: [], scripts: [] }, /Missing or extra script hashes/);
    await a.refuse(devnet, a.withdraw(1n), /do not drain accounts/);
    for (let i = 0; i < 2; i++) {
      const hash = await a.take(devnet, a.withdraw(0n));
      expect(await devnet.blockfrost.txs(hash)).toMatchObject({ withdrawal_count: 1, deposit: "0" });
      expect(await devnet.blockfrost.txsRedeemers(hash)).toMatchObject([
        { purpose: "reward", tx_index: 0, script_hash: a.SCRIPT_HASH },
      ]);
      expect(await devnet.blockfrost.txsWithdrawals(hash)).toEqual([{ address: a.ADDRESS, amount: "0" }]);
    }
  });

  it("needs an account that was registered before", async () => {
    await a.refuse(devnet, a.withdraw(0n), /missing reward accounts/);
    await a.refuse(devnet, { ...a.register(), ...a.withdraw(0n) }, /missing reward accounts/);
  });

  it("is refused when the script fails", async () => {
    await a.take(devnet, a.register(credentialOf(ALWAYS_FALSE)));
    await a.refuse(devnet, a.withdraw(0n, ALWAYS_FALSE), /script validation failed/);
  });
});
