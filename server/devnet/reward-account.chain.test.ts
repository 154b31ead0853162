import { CML, getAddressDetails } from "@lucid-evolution/lucid";
import { afterEach, describe, expect, it } from "vitest";
import { accountTransaction } from "@/server/testing/devnet/account-transaction";
import * as a from "@/server/testing/devnet/accounts";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { ALWAYS_FALSE } from "@/server/testing/devnet/scripts";
import { stakeAddress } from "./codec/address";
import { newFundingWallet } from "./funding";

/* Reward accounts with a balance. scalus keeps it after a withdrawal; the devnet removes it. */

const HELD = 7_000_000n;
const HOLDER = "addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz";

let devnet: TestDevnet;

async function start(address: string, funding = newFundingWallet()): Promise<void> {
  const genesis = { initialRewardAccounts: [{ address, rewardLovelace: HELD }] };
  devnet = await startTestDevnet({ genesis, funding });
  await devnet.control.mine();
}
afterEach(async () => {
  await devnet.stop();
  expect(devnet.failures).toEqual([]);
});

const account = (address = a.ADDRESS) => devnet.blockfrost.accounts(address);

describe("an account of the genesis", () => {
  it("is registered with its balance, which is withdrawn whole or not at all", async () => {
    await start(a.ADDRESS);
    expect(await account()).toMatchObject({
      registered: true,
      active_epoch: 0,
      withdrawable_amount: "7000000",
      controlled_amount: "7000000",
    });
    await a.refuse(devnet, a.register(), /already registered/);
    for (const wrong of [0n, HELD - 1n, HELD + 1n]) await a.refuse(devnet, a.withdraw(wrong), /do not drain accounts/);
    const hash = await a.take(devnet, a.withdraw(HELD));
    expect(await account()).toMatchObject({
      rewards_sum: "7000000",
      withdrawals_sum: "7000000",
      withdrawable_amount: "0",
    });
    expect(await devnet.blockfrost.accountsWithdrawals(a.ADDRESS)).toMatchObject([
      { tx_hash: hash, amount: "7000000" },
    ]);
  });

  it("gives its balance once, also to what waits behind in the mempool", async () => {
    await start(a.ADDRESS);
    const first = await accountTransaction(devnet, a.withdraw(HELD));
    expect((await devnet.submit(first.bytes)).status).toBe(200);
    await a.refuse(devnet, { ...a.withdraw(HELD), from: first.change }, /do not drain accounts/);
    const second = await accountTransaction(devnet, { ...a.withdraw(0n), from: first.change });
    expect((await devnet.submit(second.bytes)).status).toBe(200);
    await devnet.control.mine();
    await a.refuse(devnet, a.withdraw(HELD), /do not drain accounts/);
    await a.take(devnet, a.unregister());
    expect(await account()).toMatchObject({ registered: false, withdrawals_sum: "7000000" });
  });

  it("has its balance again when the withdrawal is rolled back, and loses it when that is mined again", async () => {
    await start(a.ADDRESS);
    const hash = await a.take(devnet, a.withdraw(HELD));
    await devnet.control.rollback(1);
    expect(await account()).toMatchObject({ withdrawable_amount: "7000000", withdrawals_sum: "0" });
    await devnet.control.mine();
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({ withdrawal_count: 1 });
    expect(await account()).toMatchObject({ withdrawable_amount: "0" });
    await devnet.control.rollback(1, { drop: true });
    await a.refuse(devnet, a.withdraw(0n), /do not drain accounts/);
    await a.take(devnet, a.withdraw(HELD));
  });

  it("gets a reward once it is registered, and loses it with the block", async () => {
    await start(a.ADDRESS);
    await devnet.control.reward(a.ADDRESS, 2_000_000n);
    expect(await account()).toMatchObject({ withdrawable_amount: "9000000", rewards_sum: "9000000" });
    await a.refuse(devnet, a.withdraw(HELD), /do not drain accounts/);
    await devnet.control.rollback(1);
    expect(await account()).toMatchObject({ withdrawable_amount: "7000000", rewards_sum: "7000000" });
    await devnet.control.reward(a.ADDRESS, 1_000_000n);
    await a.take(devnet, a.withdraw(8_000_000n));
    await expect(devnet.control.reward(HOLDER, 1n)).rejects.toThrow(/not a registered reward account/);
  });

  it("is not emptied by a transaction whose script fails", async () => {
    await start(a.ADDRESS);
    const registration = a.registerByScript(ALWAYS_FALSE);
    const withdrawal = a.withdraw(HELD);
    await a.take(devnet, {
      ...registration,
      ...withdrawal,
      redeemers: [...(registration.redeemers ?? []), ...(withdrawal.redeemers ?? [])],
      scripts: [ALWAYS_FALSE, a.SCRIPT],
      isValid: false,
    });
    expect(await account()).toMatchObject({ withdrawable_amount: "7000000", withdrawals_sum: "0" });
    await a.take(devnet, withdrawal);
  });

  it("leaves the other outputs as they were, with datums and scripts", async () => {
    await start(a.ADDRESS);
    const lucid = await devnet.lucid();
    const datum = { kind: "inline" as const, value: "d8799f0102ff" };
    const made = await lucid
      .newTx()
      .pay.ToAddressWithData(HOLDER, datum, { lovelace: 3_000_000n }, a.SCRIPT)
      .complete();
    await (await made.sign.withWallet().complete()).submit();
    await devnet.control.mine();
    await a.take(devnet, a.withdraw(HELD));
    lucid.overrideUTxOs(await devnet.utxos(devnet.funding.address));
    const withdrawal = await lucid
      .newTx()
      .withdraw(a.ADDRESS, 0n, "00")
      .readFrom(await lucid.utxosAt(HOLDER))
      .complete({ localUPLCEval: false });
    const hash = await (await withdrawal.sign.withWallet().complete()).submit();
    await devnet.control.mine();
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({ withdrawal_count: 1, redeemer_count: 1 });
  });
});

describe("an account of a key", () => {
  it("must have delegated its vote before it withdraws", async () => {
    const funding = newFundingWallet();
    const hash = getAddressDetails(funding.address).stakeCredential?.hash ?? "";
    const address = stakeAddress(0, { script: false, hash });
    await start(address, funding);
    const credential = CML.Credential.new_pub_key(CML.Ed25519KeyHash.from_hex(hash));
    const withdrawal = { withdrawals: [{ credential, lovelace: HELD }] };
    await a.refuse(devnet, withdrawal, /ConwayWdrlNotDelegatedToDRep/);
    const drep = CML.DRep.new_key(CML.Ed25519KeyHash.from_hex("cd".repeat(28)));
    const pool = CML.Ed25519KeyHash.from_hex("ab".repeat(28));
    await a.take(devnet, {
      certificates: [CML.Certificate.new_stake_vote_deleg_cert(credential, pool, drep)],
    });
    const delegated = {
      active: true,
      pool_id: expect.stringMatching(/^pool1/),
      // CIP-129: a header byte and the hash.
      drep_id: expect.stringMatching(/^drep1.{53}$/),
    };
    expect(await account(address)).toMatchObject(delegated);
    await a.take(devnet, withdrawal);
    expect(await account(address)).toMatchObject({ ...delegated, withdrawable_amount: "0" });
  });
});
