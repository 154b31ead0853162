import { expect, it } from "vitest";
import { BYRON_ADDRESS, hashOf, key, keyAddress, script, testRules } from "@/server/testing/domain/fixtures";
import { makeAddress, makeRewardAddress } from "../cardano/address";
import { decisionOfPlace, placesOf, registerParts } from "./register";

const EXCLUDED = keyAddress(5, 6);
const rules = testRules({ excluded: { addresses: [EXCLUDED], identities: [] }, allowedScripts: [hashOf(9)] });
const stake = (seed: number) => makeRewardAddress(0, key(seed));
const at = (payment: number, owner: number | null) =>
  makeAddress(0, script(payment), owner === null ? null : key(owner));

it("each token is in one place: its owner's, the script's that holds it, or the address that is nobody's", () => {
  const held = [keyAddress(1, 2), keyAddress(3, 2), keyAddress(4), EXCLUDED, at(7, 2), at(7, null), at(9, 2)];
  const holdings = [...held, BYRON_ADDRESS].map((address, index) => ({ address, quantity: 2n ** BigInt(index) }));
  const parts = registerParts(rules, holdings);
  const sums = new Map<string, bigint>();
  for (const { place, held: one } of parts) sums.set(place, (sums.get(place) ?? 0n) + one);
  expect(sums).toEqual(
    new Map([
      [`key:${hashOf(2)}`, 1n + 2n + 64n],
      [`key:${hashOf(4)}`, 4n],
      [`key:${hashOf(6)}`, 8n],
      [`script:${hashOf(7)}`, 16n + 32n],
      [BYRON_ADDRESS, 128n],
    ]),
  );
  const owner = parts.filter(({ place }) => place === `key:${hashOf(2)}`);
  expect(new Set(owner.map(({ address }) => address))).toEqual(new Set([stake(2)]));
  // What a script holds at an address with its stake part says only why it does not count.
  expect(owner.filter(({ notCounted }) => notCounted > 0n)).toMatchObject([{ notCounted: 16n, held: 0n, counted: 0n }]);
  expect(parts.find(({ place }) => place === `key:${hashOf(4)}`)).toMatchObject({ address: keyAddress(4) });
});

it("an address without tokens names its owner, and nobody who has none", () => {
  const seen = [keyAddress(1, 2), BYRON_ADDRESS, keyAddress(3)].map((address) => ({ address, quantity: 0n }));
  const none = { held: 0n, counted: 0n, notCounted: 0n };
  expect(registerParts(rules, seen)).toEqual([
    { ...none, place: `key:${hashOf(2)}`, address: stake(2) },
    { ...none, place: `key:${hashOf(3)}`, address: keyAddress(3) },
  ]);
});

it("an address is looked for where it, its owner or its script would be", () => {
  expect(placesOf(at(7, 2))).toEqual([`key:${hashOf(2)}`, `script:${hashOf(7)}`, at(7, 2)]);
  expect(placesOf(stake(2))).toEqual([`key:${hashOf(2)}`, stake(2)]);
  expect(placesOf(BYRON_ADDRESS)).toEqual([BYRON_ADDRESS]);
});

it.each([
  ["key:a", 1, 1n, "eligible"],
  ["key:a", 0, 1n, "never-played"],
  ["key:a", 1, 0n, "script-held"],
  ["script:a", 1, 1n, "unpayable-address"],
  [BYRON_ADDRESS, 0, 0n, "unpayable-address"],
  [null, 0, 0n, "unpayable-address"],
])("%s with %i plays and %i tokens is %s", (place, plays, counted, decision) => {
  expect(decisionOfPlace(rules, { place, plays, playsInWindow: plays, counted, notCounted: 3n })).toBe(decision);
});
