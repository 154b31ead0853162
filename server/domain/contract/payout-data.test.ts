import * as fc from "fast-check";
import { expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { hashOf } from "@/server/testing/domain/fixtures";
import { serialiseData } from "../cardano/plutus-data";
import { payoutToData, serialisePayout } from "./payout-data";

const credential = fc.record({ kind: fc.constantFrom("key", "script"), hash: fc.nat().map(hashOf) });
const anyPayout = fc.record({
  address: fc
    .tuple(fc.constantFrom<0 | 1>(0, 1), credential, fc.option(credential))
    .map(([network, payment, stake]) => makeAddress(network, payment, stake)),
  lovelace: fc.oneof(fc.bigInt(0n, 2n ** 70n), fc.constantFrom(0n, 23n, 24n, 2n ** 32n, 2n ** 64n - 1n, 2n ** 64n)),
  tokens: fc.constantFrom(0n, 0n, 7n),
});
const ASSET = { policyId: hashOf(7), assetName: "534e454b", label: "SNEK" };

it("a payout that is written directly has the bytes of its Plutus data", () => {
  fc.assert(
    fc.property(anyPayout, (payout) => {
      expect(serialisePayout(payout, ASSET)).toBe(serialiseData(payoutToData(payout, ASSET)));
    }),
  );
});
