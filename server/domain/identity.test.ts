import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BYRON_ADDRESS, hashOf, key, script } from "@/server/testing/domain/fixtures";
import { type Credential, makeAddress, parseAddress } from "./cardano/address";
import { identityOf, identityOfCredential } from "./identity";

function identityOfText(address: string) {
  const parsed = parseAddress(address);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return identityOf(parsed);
}

const credential: fc.Arbitrary<Credential> = fc.record({
  kind: fc.constantFrom("key", "script"),
  hash: fc.nat().map(hashOf),
});

describe("identityOf", () => {
  it("is the stake credential, whatever the payment credential and the network", () => {
    fc.assert(
      fc.property(fc.constantFrom(0 as const, 1 as const), credential, credential, (network, payment, stake) => {
        const identity = `${stake.kind}:${stake.hash}`;
        expect(identityOfText(makeAddress(network, payment, stake))).toBe(identity);
        expect(identityOfText(makeAddress(network, null, stake))).toBe(identity);
      }),
    );
  });

  it("is the payment credential if there is no stake credential", () => {
    fc.assert(
      fc.property(credential, (payment) => {
        expect(identityOfText(makeAddress(0, payment, null))).toBe(identityOfCredential(payment));
      }),
    );
  });

  it("tells a key from a script with the same hash", () => {
    expect(identityOfCredential(key(7))).not.toBe(identityOfCredential(script(7)));
  });

  it("is null for Byron and pointer addresses", () => {
    expect(identityOfText(BYRON_ADDRESS)).toBeNull();
    expect(identityOfText("addr1gx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer5pnz75xxcrzqf96k")).toBeNull();
  });
});
