import { expect, it } from "vitest";
import { addressKey, makeAddress } from "../cardano/address";
import { readDepositorAddress } from "./depositor-address";

const [MINE, OPERATOR] = ["ab".repeat(28), "cd".repeat(28)];
const key = (hash: string) => ({ kind: "key", hash }) as const;
const script = { kind: "script", hash: MINE } as const;
const read = (text: string) => readDepositorAddress(text, 0, OPERATOR);

it("a key's address is taken, as bech32 or hex, with a stake part of whatever kind", () => {
  for (const stake of [null, key(OPERATOR), script]) {
    const address = makeAddress(0, key(MINE), stake);
    expect(read(address)).toEqual({ ok: true, address });
    expect(read(addressKey(address).toUpperCase())).toEqual({ ok: true, address });
  }
});

it.each<[string, string, RegExp]>([
  ["nothing", "", /empty/],
  ["no address", "my wallet", /./],
  ["one of mainnet", makeAddress(1, key(MINE), null), /not on the pool's network/],
  ["one of the Byron era", "Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi", /not on the pool's network/],
  ["a script's", makeAddress(0, script, null), /no payment address of a key/],
  ["a stake address", makeAddress(0, null, key(MINE)), /no payment address of a key/],
  ["the operator's", makeAddress(0, key(OPERATOR), null), /the operator's own address/],
  ["the operator's with a stake part", makeAddress(0, key(OPERATOR), key(MINE)), /the operator's own address/],
])("%s is refused in words", (_what, text, words) => {
  expect(read(text)).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
});
