import * as fc from "fast-check";
import { addressFromBytes, addressText, addressToBytes, makeAddress } from "@/server/domain/cardano/address";
import { sum } from "@/server/domain/integers";
import type { Participation, PlayCount } from "@/server/domain/participation/tally";
import type { Holding, Snapshot } from "@/server/domain/rewards/snapshot";
import { BYRON_ADDRESS, hashOf, key, keyAddress, script, snapshotBlock, txHash } from "./fixtures";

/** A pointer address of a key: header 0x40, the key's hash, then slot 1, transaction 2, certificate 3. */
export function pointerAddress(seed: number): string {
  const hash = Array.from({ length: 28 }, (_, index) =>
    Number.parseInt(hashOf(seed).slice(index * 2, index * 2 + 2), 16),
  );
  return addressFromBytes(Uint8Array.from([0x40, ...hash, 1, 2, 3]));
}

/** Addresses that no longer can be made, but that the ledger took before Babbage, and what it never took. */
export const STRAY_ADDRESSES: readonly string[] = [
  bytesOf(keyAddress(11, 1), 21),
  bytesOf(keyAddress(11), 1),
  bytesOf(keyAddress(11), -1),
  bytesOf(keyAddress(11, 1), 300),
  bytesOf(makeAddress(0, script(21), key(1)), 1),
  bytesOf(pointerAddress(11), 4),
  bytesOf(pointerAddress(11), -3),
  Uint8Array.of(),
  Uint8Array.of(0x00),
  Uint8Array.of(0x82, 1, 2),
  Uint8Array.of(0x9f, ...new Uint8Array(56)),
  Uint8Array.of(0x02, ...new Uint8Array(56)),
].map(addressText);

/** The address's bytes with others after their end, or the last ones cut off. */
function bytesOf(address: string, more: number): Uint8Array {
  const bytes = addressToBytes(address);
  return more < 0 ? bytes.subarray(0, more) : Uint8Array.of(...bytes, ...new Uint8Array(more).fill(7));
}

/** Players are stake keys 1 to 5 and payment keys 11 to 14: few, so that addresses of one identity meet. */
export const anyAddress: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.integer({ min: 11, max: 14 }), fc.integer({ min: 1, max: 5 }))
      .map(([p, s]) => keyAddress(p, s)),
  },
  { weight: 2, arbitrary: fc.integer({ min: 11, max: 14 }).map((payment) => keyAddress(payment)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      BYRON_ADDRESS,
      pointerAddress(11),
      makeAddress(0, script(21), null),
      makeAddress(0, script(21), key(1)),
      makeAddress(0, script(22), key(2)),
      makeAddress(0, key(11), script(23)),
      ...STRAY_ADDRESSES,
    ),
  },
);

export const anyQuantity = fc.oneof(fc.bigInt(1n, 20n), fc.bigInt(1n, 2n ** 62n));

const IDENTITIES = [1, 2, 3, 4, 5, 11, 12, 13, 14].map((seed) => `key:${hashOf(seed)}`);

const anyParticipation: fc.Arbitrary<Participation[]> = fc.subarray(IDENTITIES).chain((identities) =>
  fc.tuple(
    ...identities.map((identity) =>
      fc.record({ plays: fc.integer({ min: 1, max: 5 }), out: fc.nat(3) }).map(({ plays, out }): Participation => {
        const evidence = { txHash: txHash(plays), height: 10, timeMs: 200_000 };
        const playsInWindow = Math.max(0, plays - out);
        return {
          identity,
          plays,
          playsInWindow,
          paidLovelace: 2_000_000n,
          first: evidence,
          last: evidence,
        };
      }),
    ),
  ),
);

export function snapshotOf(holdings: readonly Holding[], participation: readonly PlayCount[]): Snapshot {
  const supply = sum(holdings.map((holding) => holding.quantity));
  return { dayIndex: 20_000, block: snapshotBlock(1000), supply, holdings, participation };
}

export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(fc.array(fc.record({ address: anyAddress, quantity: anyQuantity }), { maxLength: 14 }), anyParticipation)
  .map(([holdings, participation]) => snapshotOf(holdings, participation));

/** What earlier days left owed: payable addresses only, for nothing else can have earned anything. */
export const anyOpening = fc.uniqueArray(
  fc.record({
    address: fc
      .tuple(fc.integer({ min: 11, max: 14 }), fc.integer({ min: 1, max: 6 }))
      .map(([p, s]) => keyAddress(p, s)),
    lovelace: fc.oneof(fc.bigInt(1n, 1_200_000n), fc.bigInt(1n, 2n ** 60n)),
  }),
  { selector: (row) => row.address, maxLength: 6 },
);

export function playedOnce(...seeds: number[]): Participation[] {
  const evidence = { txHash: txHash(1), height: 10, timeMs: 200_000 };
  return seeds.map((seed) => ({
    identity: `key:${hashOf(seed)}`,
    plays: 1,
    playsInWindow: 1,
    paidLovelace: 2_000_000n,
    first: evidence,
    last: evidence,
  }));
}
