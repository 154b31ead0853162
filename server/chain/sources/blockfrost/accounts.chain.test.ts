import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeRewardAddress } from "@/server/domain/cardano/address";
import type { ChainSource } from "@/server/domain/ports";
import { withCannedSource } from "@/server/testing/chain/with-source";
import * as scriptAccount from "@/server/testing/devnet/accounts";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { createBlockfrostSource } from "./source";

const ADDRESS = makeRewardAddress(0, { kind: "script", hash: scriptAccount.SCRIPT_HASH });
const REWARDED = makeRewardAddress(0, { kind: "script", hash: "ab".repeat(28) });
const _UNKNOWN = { isRegistered: false, withdrawableLovelace: 0n };

describe("on the devnet", () => {
  let devnet: TestDevnet;
  let source: ChainSource;

  beforeAll(async () => {
    const initialRewardAccounts = [{ address: REWARDED, rewardLovelace: 9_007_199_254_740_993n }];
    devnet = await startTestDevnet({ genesis: { initialRewardAccounts } });
    source = createBlockfrostSource({ url: devnet.url, name: "devnet" });
    await devnet.control.mine();
  });
  afterAll(() => devnet.stop());

  test("an address of another kind or network is refused in words", async () => {
    const elsewhere = makeRewardAddress(1, { kind: "key", hash: "ab".repeat(28) });
    for (const wrong of [devnet.funding.address, elsewhere])
      await expect(source.rewardAccount(wrong)).rejects.toMatchObject({
        kind: "wrong-answer",
        message: expect.stringContaining("Invalid or malformed stake address format"),
      });
  });
});

describe("of a server that may answer anything", () => {
  const held = withCannedSource();
  const serve = (changes: object) => {
    const body = { stake_address: ADDRESS, active: false, withdrawable_amount: "5", ...changes };
    held.server.routes[`accounts/${ADDRESS}`] = () => ({ body });
  };

  test.each<[string, object, boolean]>([
    ["registered, with a pool", { active: true, registered: true }, true],
    ["registered, without a pool", { active: false, registered: true }, true],
    ["no longer registered", { active: false, registered: false }, false],
    ["registered, told the old way", { active: true }, true],
    ["not registered, told the old way", { active: false, registered: null }, false],
  ])("%s", async (_, changes, isRegistered) => {
    serve(changes);
    const withdrawableLovelace = isRegistered ? 5n : 0n;
    expect(await held.source.rewardAccount(ADDRESS)).toEqual({ isRegistered, withdrawableLovelace });
  });

  test.each<[string, object, string]>([
    ["another account's answer", { stake_address: REWARDED }, "lying"],
    ["an amount that is none", { withdrawable_amount: "-5" }, "wrong-answer"],
    ["an amount too large to be exact", { withdrawable_amount: 2 ** 60 }, "wrong-answer"],
    ["no state", { active: undefined }, "wrong-answer"],
  ])("%s is refused", async (_, changes, kind) => {
    serve(changes);
    await expect(held.source.rewardAccount(ADDRESS)).rejects.toMatchObject({ kind });
  });
});
