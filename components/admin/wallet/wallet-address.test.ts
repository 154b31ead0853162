import { describe, expect, it } from "vitest";
import { addressToBytes, makeAddress } from "@/server/domain/cardano/address";
import { toHex } from "@/server/domain/cardano/hex-bytes";
import { bech32Of, keyAddress, readWalletAddress, rewardAddress } from "./wallet-address";

const [PAYMENT, STAKE] = ["ab".repeat(28), "cd".repeat(28)];
const key = (hash: string) => ({ kind: "key", hash }) as const;
const script = (hash: string) => ({ kind: "script", hash }) as const;

describe.each([0, 1] as const)("an address of network %i", (networkId) => {
  it.each([
    ["base", makeAddress(networkId, key(PAYMENT), key(STAKE)), { signer: PAYMENT, stakeKey: STAKE }],
    [
      "base with a script's stake",
      makeAddress(networkId, key(PAYMENT), script(STAKE)),
      { signer: PAYMENT, stakeKey: null },
    ],
    ["base of a script", makeAddress(networkId, script(PAYMENT), key(STAKE)), { signer: null, stakeKey: STAKE }],
    ["enterprise", makeAddress(networkId, key(PAYMENT), null), { signer: PAYMENT, stakeKey: null }],
    ["enterprise of a script", makeAddress(networkId, script(PAYMENT), null), { signer: null, stakeKey: null }],
    ["reward", makeAddress(networkId, null, key(STAKE)), { signer: STAKE, stakeKey: null }],
    ["reward of a script", makeAddress(networkId, null, script(STAKE)), { signer: null, stakeKey: null }],
  ])("is read in every spelling that wallets have: %s", (_, text, wanted) => {
    const hex = toHex(addressToBytes(text));
    const inCbor = `58${(hex.length / 2).toString(16)}${hex}`;
    for (const written of [text, text.toUpperCase(), hex, hex.toUpperCase(), inCbor, ` ${hex} `]) {
      expect(readWalletAddress(written), written).toEqual({ written, hex, networkId, ...wanted });
    }
    expect(bech32Of(hex)).toBe(text);
  });

  it("is made of a key alone", () => {
    expect(bech32Of(rewardAddress(STAKE, networkId))).toBe(makeAddress(networkId, null, key(STAKE)));
    expect(bech32Of(keyAddress(PAYMENT, networkId))).toBe(makeAddress(networkId, key(PAYMENT), null));
  });
});

it.each([
  undefined,
  null,
  7,
  {},
  "",
  "zz",
  "ab",
  "addr1xyz",
  `82${"ab".repeat(40)}`,
  `99${PAYMENT}`,
  "ab".repeat(5_000),
])("what is no address is none: %s", (written) => expect(readWalletAddress(written)).toBeNull());
