import fc from "fast-check";
import { makeAddress } from "@/server/domain/cardano/address";
import type { PlutusData } from "@/server/domain/cardano/plutus-data";
import type { Change, ExpireRedeemer, InitAct, PayRedeemer, PoolAct } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { Approval, Envelope, Payout, PoolDatum, PoolStatus, Settings } from "@/server/domain/contract/types";

/* Random values of the contract's types, for property tests. */

export const hex = (minBytes: number, maxBytes = minBytes) =>
  fc.uint8Array({ minLength: minBytes, maxLength: maxBytes }).map((bytes) => Buffer.from(bytes).toString("hex"));
const count = fc.nat({ max: 2_000_000_000 });
const millis = fc.integer({ min: 0, max: 4_000_000_000_000 });

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

const envelope: fc.Arbitrary<Envelope> = fc.oneof(
  fc.record({ kind: fc.constant("raw" as const), signature: hex(64) }),
  fc.record({ kind: fc.constant("cip8" as const), protectedHeader: hex(24, 255), signature: hex(64) }),
);
const approvals: fc.Arbitrary<Approval[]> = fc.array(fc.record({ index: fc.nat({ max: 15 }), envelope }), {
  maxLength: 6,
});

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant("addApprover" as const),
    key: hex(32),
    threshold: count,
    consent: envelope,
  }),
  fc.record({ kind: fc.constant("dropApprover" as const), key: hex(32), threshold: count }),
  fc.record({ kind: fc.constant("setThreshold" as const), threshold: count }),
  fc.record({ kind: fc.constant("setOracle" as const), key: hex(32), consent: envelope }),
  fc.record({ kind: fc.constant("setOperator" as const), operator: hex(28) }),
  fc.record({ kind: fc.constant("setMaxFee" as const), maxFeeLovelace: fc.bigInt(0n, 1n << 40n) }),
  fc.record({ kind: fc.constant("setDailyLimit" as const), limit: amount }),
  fc.record({ kind: fc.constant("setMinGap" as const), minGapMs: millis }),
  fc.record({ kind: fc.constant("setWindow" as const), minWindowMs: millis, maxWindowMs: millis }),
  fc.record({ kind: fc.constant("setReserve" as const), reserveLovelace: fc.bigInt(0n, 1n << 40n) }),
  fc.record({ kind: fc.constant("setMinDeposit" as const), minDeposit: amount }),
);

/** What the pool's own validator judges. */
export const poolRedeemer: fc.Arbitrary<PayRedeemer | ExpireRedeemer> = fc.oneof(
  fc.record({
    kind: fc.constant("pay" as const),
    total: amount,
    outputs: count,
    next: fc.oneof(fc.constant(""), hex(32)),
  }),
  fc.constant({ kind: "expire" as const }),
);

/** What the governor judges. */
export const act: fc.Arbitrary<PoolAct | InitAct> = fc.oneof(
  fc.record({
    kind: fc.constant("commit" as const),
    settings,
    day: count,
    firstCommitment: hex(32),
    reportHash: hex(32),
    total: amount,
    outputs: count,
    batches: count,
    deadlineMs: millis,
    oracleSignature: hex(64),
    approvals,
  }),
  fc.record({
    kind: fc.constant("resume" as const),
    settings,
    batches: count,
    deadlineMs: millis,
    oracleSignature: hex(64),
    approvals,
  }),
  fc.record({
    kind: fc.constantFrom("cancel" as const, "deposit" as const, "close" as const),
    settings,
    approvals,
  }),
  fc.record({ kind: fc.constant("updateSettings" as const), settings, change, approvals }),
  fc.record({ kind: fc.constant("withdraw" as const), settings, amount, approvals }),
  fc.record({
    kind: fc.constant("init" as const),
    settings,
    oracleConsent: envelope,
    approverConsents: fc.array(envelope, { maxLength: 6 }),
  }),
);

const credential = fc.record({ kind: fc.constantFrom("key" as const, "script" as const), hash: hex(28) });

/** Payouts as a batch may hold them: base or enterprise, with or without tokens, small and large amounts. */
export const payout: fc.Arbitrary<Payout> = fc.record({
  address: fc
    .tuple(hex(28), fc.option(credential))
    .map(([hash, stake]) => makeAddress(0, { kind: "key", hash }, stake)),
  lovelace: fc.oneof(fc.bigInt(1_200_000n, 9_000_000n), fc.bigInt(1_200_000n, 1n << 44n)),
  tokens: fc.oneof(fc.constant(0n), fc.bigInt(1n, 1n << 40n)),
});
