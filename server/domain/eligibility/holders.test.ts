import { expect, it } from "vitest";
import { BYRON_ADDRESS, hashOf, key, keyAddress, script, testRules } from "@/server/testing/domain/fixtures";
import { pointerAddress } from "@/server/testing/domain/random-snapshot";
import { makeAddress } from "../cardano/address";
import { explainUnresolved, readHolders } from "./holders";

it("lists what cannot be paid, with the reason, and drops nothing", () => {
  const unresolved: [string, string][] = [
    [BYRON_ADDRESS, "byron"],
    [pointerAddress(1), "pointer"],
    [makeAddress(0, script(1), null), "script"],
    [makeAddress(0, script(1), key(2)), "script"],
    [makeAddress(0, key(1), script(2)), "script-identity"],
    [keyAddress(5, 6), "excluded-address"],
    [keyAddress(1, 2, 1), "wrong-network"],
  ];
  const rules = testRules({ excluded: { addresses: [keyAddress(5, 6)], identities: [] } });
  const holdings = [...unresolved.map(([address]) => address), keyAddress(7, 6)].map((address) => ({
    address,
    quantity: 3n,
  }));
  const book = readHolders(rules, holdings);
  expect(new Map(book.unresolved.map((row) => [row.address, row.reason]))).toEqual(new Map(unresolved));
  expect(book.held.map(({ identity, address }) => [identity, address])).toEqual([
    [`key:${hashOf(6)}`, keyAddress(7, 6)],
  ]);
  for (const row of book.unresolved) expect(explainUnresolved(row.reason)).toMatch(/\.$/);
});

it("pays native scripts that the rules allow by name", () => {
  const address = makeAddress(0, script(1), key(2));
  const book = readHolders(testRules({ allowedScripts: [hashOf(1)] }), [{ address, quantity: 3n }]);
  expect(book.unresolved).toEqual([]);
  expect(book.held.map(({ identity }) => identity)).toEqual([`key:${hashOf(2)}`]);
});

it("refuses a negative quantity and forgets addresses that hold nothing", () => {
  expect(() => readHolders(testRules(), [{ address: keyAddress(1), quantity: -1n }])).toThrow(/cannot be negative/);
  expect(readHolders(testRules(), [{ address: keyAddress(1), quantity: 0n }])).toMatchObject({
    unresolved: [],
  });
});

it("adds up rows of one address, in byte order", () => {
  const rows = [
    [keyAddress(9, 6), 1n],
    [keyAddress(7, 6), 2n],
    [keyAddress(1, 2), 3n],
    [keyAddress(9, 6), 4n],
    [BYRON_ADDRESS, 5n],
    [BYRON_ADDRESS, 6n],
  ] as const;
  const book = readHolders(
    testRules(),
    rows.map(([address, quantity]) => ({ address, quantity })),
  );
  expect(book.held.map(({ address, quantity }) => [address, quantity])).toEqual([
    [keyAddress(1, 2), 3n],
    [keyAddress(7, 6), 2n],
    [keyAddress(9, 6), 5n],
  ]);
  expect(book.unresolved).toMatchObject([{ address: BYRON_ADDRESS, quantity: 11n }]);
});
