import fc from "fast-check";
import { makeAddress } from "@/server/domain/cardano/address";
import type { PlutusData } from "@/server/domain/cardano/plutus-data";
import type { Amount } from "@/server/domain/contract/amount";
import type { Payout, PoolDatum, PoolStatus, Settings } from "@/server/domain/contract/types";

/* Random values of the contract's types, for property tests. */

export const hex = (minBytes: number, maxBytes = minBytes) =>
  fc.uint8Array({ minLength: minBytes, maxLength: maxBytes }).map((bytes) => Buffer.from(bytes).toString("hex"));
export const count = fc.nat({ max: 2_000_000_000 });
export const millis = fc.integer({ min: 0, max: 4_000_000_000_000 });

export const amount: fc.Arbitrary<Amount> = fc.record({
  lovelace: fc.bigInt(0n, 1n << 63n),
  tokens: fc.bigInt(0n, 1n << 63n),
});

export const plutusData: fc.Arbitrary<PlutusData> = fc.letrec<{ data: PlutusData }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.bigInt(-(1n << 600n), 1n << 600n),
    fc.bigInt(-(1n << 65n), 1n << 65n),
    hex(0, 200),
    fc.array(tie("data"), { maxLength: 5 }),
    fc.record({ constr: fc.nat({ max: 300 }), fields: fc.array(tie("data"), { maxLength: 5 }) }),
    fc.record({ pairs: fc.array(fc.tuple(tie("data"), tie("data")), { maxLength: 4 }) }),
  ),
})).data;

const status: fc.Arbitrary<PoolStatus> = fc.oneof(
  fc.record({
    kind: fc.constant("idle" as const),
    left: fc.oneof(fc.constant(""), hex(32)),
    remaining: amount,
    outputs: count,
  }),
  fc.record({
    kind: fc.constant("paying" as const),
    commitment: hex(32),
    remaining: amount,
    outputs: count,
    deadlineMs: millis,
  }),
);

export const poolDatum: fc.Arbitrary<PoolDatum> = fc.record({
  settingsHash: hex(32),
  operator: hex(28),
  maxFeeLovelace: fc.bigInt(0n, 1n << 40n),
  nonce: count,
  plan: hex(32),
  lastDay: fc.integer({ min: -1, max: 100_000_000 }),
  lastPayoutMs: millis,
  status,
});

const label = fc.stringMatching(/^[A-Za-z0-9]{1,10}$/);

export const settings: fc.Arbitrary<Settings> = fc.record({
  network: fc.stringMatching(/^[a-z0-9-]{1,16}$/),
  intervalMs: millis,
  prizeAsset: fc.option(fc.record({ policyId: hex(28), assetName: hex(0, 32), label })),
  treasury: fc.record({ kind: fc.constantFrom("key" as const, "script" as const), hash: hex(28) }),
  oracle: hex(32),
  approvers: fc.array(hex(32), { maxLength: 16 }),
  threshold: count,
  dailyLimit: amount,
  minGapMs: millis,
  minWindowMs: millis,
  maxWindowMs: millis,
  reserveLovelace: fc.bigInt(0n, 1n << 40n),
  minDeposit: amount,
});

const credential = fc.record({ kind: fc.constantFrom("key" as const, "script" as const), hash: hex(28) });

/** Payouts as a batch may hold them: base or enterprise, with or without tokens, small and large amounts. */
export const payout: fc.Arbitrary<Payout> = fc.record({
  address: fc
    .tuple(hex(28), fc.option(credential))
    .map(([hash, stake]) => makeAddress(0, { kind: "key", hash }, stake)),
  lovelace: fc.oneof(fc.bigInt(1_200_000n, 9_000_000n), fc.bigInt(1_200_000n, 1n << 44n)),
  tokens: fc.oneof(fc.constant(0n), fc.bigInt(1n, 1n << 40n)),
});
