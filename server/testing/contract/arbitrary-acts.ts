import fc from "fast-check";
import type { Change, ExpireRedeemer, InitAct, PayRedeemer, PoolAct } from "@/server/domain/contract/acts";
import type { Approval, Envelope } from "@/server/domain/contract/types";
import { amount, count, hex, millis, settings } from "./arbitraries";

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
