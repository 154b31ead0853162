import { describe, expect, it } from "vitest";
import {
  BYRON_ADDRESS,
  COINS_PER_BYTE,
  hashOf,
  key,
  keyAddress,
  POOL_ADDRESS,
  POOL_SCRIPT,
  script,
} from "@/server/testing/domain/fixtures";
import { pointerAddress } from "@/server/testing/domain/random-snapshot";
import { makeAddress } from "./cardano/address";
import { type PlanTerms, refusalOf } from "./who-may-be-paid";

const NATIVE = hashOf(7);
const TERMS: PlanTerms = {
  networkId: 0,
  allowedScripts: [NATIVE, POOL_SCRIPT],
  poolScript: POOL_SCRIPT,
  reserved: new Set([hashOf(90)]),
  coinsPerUtxoByte: COINS_PER_BYTE,
};
const pay = (address: string, lovelace = 2_000_000n) => refusalOf({ address, lovelace }, TERMS);

describe("who may be paid", () => {
  it.each([
    ["a base address", keyAddress(1, 2)],
    ["an enterprise address", keyAddress(1)],
    ["a native script that the rules allow, owned by a key", makeAddress(0, script(7), key(2))],
  ])("%s", (_, address) => {
    expect(pay(address)).toBeNull();
  });

  it.each([
    ["a stake address", makeAddress(0, null, key(1)), "stake-address"],
    ["an address of mainnet", keyAddress(1, 2, 1), "wrong-network"],
    ["a script", makeAddress(0, script(8), key(1)), "script"],
    ["a key whose owner is a script", makeAddress(0, key(1), script(8)), "script-identity"],
    ["an allowed script that owns itself", makeAddress(0, script(7), null), "script-identity"],
    ["the pool", POOL_ADDRESS, "pool-address"],
    ["the pool with somebody's stake key, allowed by mistake", makeAddress(0, script(0x9001), key(1)), "pool-address"],
    ["an address of the service", keyAddress(90), "reserved-address"],
    ["the service's key with somebody's stake key", keyAddress(90, 2), "reserved-address"],
    ["somebody's key with the service's as its owner", keyAddress(1, 90), "reserved-address"],
    ["a pointer address", pointerAddress(1), "pointer"],
    ["a Byron address", BYRON_ADDRESS, "byron"],
    ["nonsense", "addr_test1nonsense", "not-an-address"],
  ])("not %s", (_, address, reason) => {
    expect(pay(address)).toMatchObject({ reason });
  });

  it("not with less than the ledger takes", () => {
    expect(pay(keyAddress(1, 2), 969_749n)).toEqual({
      reason: "below-minimum",
      text: "It would get 969749 lovelace; the ledger takes no less than 969750.",
    });
    expect(pay(keyAddress(1, 2), 969_750n)).toBeNull();
  });
});
