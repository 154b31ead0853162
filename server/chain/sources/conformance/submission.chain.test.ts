import { afterEach, describe, expect, test } from "vitest";
import { makeRewardAddress } from "@/server/domain/cardano/address";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { ChainSource } from "@/server/domain/ports";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import * as scriptAccount from "@/server/testing/devnet/accounts";
import { type Dialect, SOURCES } from "@/server/testing/sources/dialects";
import { createPayer } from "@/server/testing/sources/pay";
import { shareWorld } from "@/server/testing/sources/share-world";

/* What is sent through each kind of source, and the account of a script that is registered, used and let go. */
const ACCOUNT = makeRewardAddress(0, { kind: "script", hash: scriptAccount.SCRIPT_HASH });
const REWARDED = makeRewardAddress(0, { kind: "script", hash: "ab".repeat(28) });
const REWARD = 9_007_199_254_740_993n;
const UNKNOWN = { isRegistered: false, withdrawableLovelace: 0n };
const stranger = newTestWallet();

const world = shareWorld(async ({ control }) => control.mine(), {
  genesis: { initialRewardAccounts: [{ address: REWARDED, rewardLovelace: REWARD }] },
});
afterEach(() => world.devnet.control.clearFaults());

/** A wallet with one output of its own, and a payment that spends it. */
async function newPayment(dialect: Dialect<ChainSource>, signer?: typeof stranger) {
  const wallet = newTestWallet();
  await (await createPayer(world.devnet))({ address: wallet.address, lovelace: 9_000_000n });
  await world.devnet.control.mine();
  const [from] = await world.of(dialect).unspentOutputs(wallet.address);
  if (!from) throw new Error("the wallet has no output");
  const to = { address: stranger.address, lovelace: 3_000_000n, ...(signer && { signer }) };
  return payment(wallet, from, to);
}

describe.each(SOURCES)("$name", (dialect) => {
  const source = () => world.of(dialect);
  const landed = async (tx: Uint8Array) => {
    await world.devnet.control.mine();
    return source().transactionPlace(transactionId(tx));
  };

  test("what is accepted lands; the same bytes again, waiting or landed, are ambiguous", async () => {
    const tx = await newPayment(dialect);
    expect(await source().submit(tx)).toEqual({ kind: "accepted" });
    expect(await source().submit(tx)).toMatchObject({ kind: "ambiguous" });
    expect(await landed(tx)).toMatchObject({ valid: true });
    expect(await source().submit(tx)).toMatchObject({ kind: "ambiguous" });
  });

  test("a stranger's signature is refused, and not lost in silence", async () => {
    const tx = await newPayment(dialect, stranger);
    expect((await source().submit(tx)).kind).not.toBe("accepted");
    expect(await landed(tx)).toBeNull();
  });

  test("a failure after the acceptance is ambiguous, and the chain shows the payment", async () => {
    const tx = await newPayment(dialect);
    await world.devnet.control.setFaults({ path: "submit", kind: "accept-then-error", answer: "drop" });
    expect(await source().submit(tx)).toMatchObject({ kind: "ambiguous" });
    expect(await landed(tx)).toMatchObject({ valid: true });
  });

  test("an acceptance proves nothing", async () => {
    const tx = await newPayment(dialect);
    await world.devnet.control.setFaults({ path: "submit", kind: "accept-and-lose" });
    expect(await source().submit(tx)).toEqual({ kind: "accepted" });
    expect(await landed(tx)).toBeNull();
  });

  test("an account never seen, registered, used, unregistered, and rolled back", async () => {
    expect(await source().rewardAccount(ACCOUNT)).toEqual(UNKNOWN);
    const { stakeDepositLovelace } = await source().parameters();
    await scriptAccount.take(world.devnet, { ...scriptAccount.register(), depositLovelace: stakeDepositLovelace });
    const registered = { isRegistered: true, withdrawableLovelace: 0n };
    expect(await source().rewardAccount(ACCOUNT)).toEqual(registered);
    await scriptAccount.take(world.devnet, scriptAccount.withdraw(0n));
    expect(await source().rewardAccount(ACCOUNT)).toEqual(registered);
    await scriptAccount.take(world.devnet, scriptAccount.unregister());
    expect(await source().rewardAccount(ACCOUNT)).toEqual(UNKNOWN);
    await world.devnet.control.rollback(1, { drop: true });
    expect(await source().rewardAccount(ACCOUNT)).toEqual(registered);
    await world.devnet.control.rollback(2, { drop: true });
    expect(await source().rewardAccount(ACCOUNT)).toEqual(UNKNOWN);
  });

  test("a balance beyond 2^53, to the lovelace", async () => {
    const told = { isRegistered: true, withdrawableLovelace: REWARD };
    expect(await source().rewardAccount(REWARDED)).toEqual(told);
  });
});
