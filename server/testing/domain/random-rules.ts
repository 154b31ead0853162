import * as fc from "fast-check";
import type { PoolTerms } from "@/server/domain/rewards/pool-terms";
import type { Rules } from "@/server/domain/rules/rules";
import { hashOf, keyAddress, testRules } from "./fixtures";

/** Some players' own keys are the system's: payment keys 11 and 12, stake keys 2 and 3, and an allowed script. */
export const anyPoolTerms: fc.Arbitrary<PoolTerms> = fc.record({
  reserved: fc.subarray([2, 3, 11, 12, 21].map(hashOf)),
  dailyLimitLovelace: fc.oneof(fc.constant(2n ** 80n), fc.bigInt(1n, 2n ** 62n)),
});

/** Rules for random chains and snapshots: every kind of rule, on or off. */
export const anyRules: fc.Arbitrary<Rules> = fc
  .record({
    windowDays: fc.option(fc.integer({ min: 1, max: 8 })),
    minimumPlays: fc.constantFrom(1, 1, 1, 2),
    minimumQuantity: fc.constantFrom(1n, 1n, 1n, 5n, 1000n),
    excludedAddresses: fc.subarray([keyAddress(11, 1), keyAddress(12)]),
    excludedIdentities: fc.subarray([`key:${hashOf(2)}`, `key:${hashOf(13)}`]),
    allowedScripts: fc.subarray([hashOf(21), hashOf(23)]),
    pot: fc.oneof(
      fc
        .oneof(fc.bigInt(1n, 5_000_000n), fc.bigInt(1n, 2n ** 62n))
        .map((lovelace) => ({ kind: "fixed" as const, lovelace })),
      fc.integer({ min: 1, max: 10_000 }).map((basisPoints) => ({ kind: "share-of-pool" as const, basisPoints })),
    ),
    dayLimits: fc.record({
      totalLovelace: fc.oneof(fc.constant(2n ** 80n), fc.bigInt(1n, 9_000_000n), fc.bigInt(1n, 2n ** 62n)),
      hourlyLovelace: fc.option(fc.oneof(fc.bigInt(1n, 5_000_000n), fc.bigInt(1n, 2n ** 62n))),
    }),
    cap: fc.option(fc.oneof(fc.bigInt(1n, 2_000_000n), fc.bigInt(1n, 2n ** 60n))),
  })
  .map((given) =>
    testRules({
      participation: {
        minimumLovelace: 2_000_000n,
        playerDatumField: null,
        windowDays: given.windowDays,
        minimumPlays: given.minimumPlays,
      },
      holding: { minimumQuantity: given.minimumQuantity },
      excluded: { addresses: given.excludedAddresses, identities: given.excludedIdentities },
      allowedScripts: given.allowedScripts,
      pot: given.pot,
      dayLimits: given.dayLimits,
      perRecipientCapLovelace: given.cap,
    }),
  );
