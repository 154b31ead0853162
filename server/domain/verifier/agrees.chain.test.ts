import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildCancel, buildClose, buildUpdateSettings, buildWithdraw } from "@/server/chain/pool/build-admin";
import { buildCommit, buildExpire, buildResume } from "@/server/chain/pool/build-commit";
import { buildPay } from "@/server/chain/pool/build-pay";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { BuildError } from "@/server/chain/transaction/build-error";
import { runningOf } from "@/server/services/pool/what-is-expected";
import { poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { PRIZE_ASSET } from "@/server/testing/contract/pool-terms";
import { type RandomSpend, randomSpend } from "@/server/testing/contract/random-spends";
import { SLOTS } from "@/server/testing/contract/world";
import { IS_FULL } from "@/server/testing/full";
import { slotToMs } from "../cardano/slot-clock";
import { isAct } from "../contract/acts";
import { encodeDatum } from "../contract/datum";
import type { Successor } from "../contract/spend";
import { nextPool } from "../contract/successor";
import type { After } from "./after";
import { afterDeposit } from "./after-act";
import { unnamed, write } from "./data";
import type { ExpectedSpend } from "./expected";
import { readBefore, stateData } from "./state";
import { verifyTransaction } from "./verify";
import { afterSpend } from "./want-spend";

/* For random worlds, what builds and what verifies agree: on what is refused, and on what becomes of the pool. */

const ms = (slot: number) => slotToMs(SLOTS, slot);
const termsOf = ({ datum, held, rewards, fromSlot, untilSlot }: RandomSpend): SpendTerms => ({
  ...poolIn(datum, held, TRACED, rewards),
  validFromSlot: fromSlot,
  validUntilSlot: untilSlot,
});

function byBuilder(
  { datum, held, rewards, redeemer, fromSlot, untilSlot, ...moved }: RandomSpend,
  fee: bigint,
): Successor {
  return nextPool({
    datum,
    held,
    redeemer,
    policyId: TRACED.policyId,
    prizeAsset: PRIZE_ASSET,
    feeLovelace: fee,
    rewardsLovelace: isAct(redeemer) ? rewards : 0n,
    lowerMs: fromSlot === null ? null : ms(fromSlot),
    upperMs: ms(untilSlot),
    ...moved,
  });
}

function byVerifier(spend: RandomSpend, fee: bigint): After {
  const { rewards, redeemer, fromSlot, untilSlot, payouts, deposit } = spend;
  const before = readBefore(termsOf(spend).pool.output, TRACED.policyId, 0);
  const [lower, upper] = [fromSlot === null ? null : BigInt(ms(fromSlot)), BigInt(ms(untilSlot))];
  const moment = { before, fee, rewards: isAct(redeemer) ? rewards : 0n, lower, upper };
  return redeemer.kind === "deposit" ? afterDeposit(moment, redeemer, deposit) : afterSpend(moment, redeemer, payouts);
}

/** What cannot be said in a text, or is no change at all, is refused too. */
function orRefused<T>(make: () => T): T | { readonly problems: readonly string[] } {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return { problems: [error.message] };
    throw error;
  }
}

describe("builder and verifier", () => {
  it("refuse the same, and make the same of what they do not refuse", () => {
    const counted = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(randomSpend, fc.constantFrom(200_000n, 2_000_000n, 3_000_001n, 10_000_001n), (spend, fee) => {
        const built = orRefused(() => byBuilder(spend, fee));
        const verified = orRefused(() => byVerifier(spend, fee));
        const problems = "problems" in built ? built.problems : [];
        expect({
          kind: spend.redeemer.kind,
          refused: verified.problems.length > 0,
          verified: verified.problems,
        }).toEqual({
          kind: spend.redeemer.kind,
          refused: problems.length > 0,
          verified: problems.length > 0 ? expect.anything() : [],
        });
        if (!("ok" in built) || !built.ok || !("state" in verified)) {
          counted.refused += 1;
          return;
        }
        counted.taken += 1;
        const { pool, toTreasury } = built;
        expect(verified.state && write(unnamed(stateData(verified.state)))).toEqual(pool && encodeDatum(pool.datum));
        if (pool) expect(verified.held).toEqual(pool.held);
        expect(verified.treasury ?? { lovelace: 0n, tokens: 0n }).toEqual(toTreasury);
      }),
      { numRuns: IS_FULL ? 1_500 : 120 },
    );
    expect(counted.taken).toBeGreaterThan(10);
    expect(counted.refused).toBeGreaterThan(10);
  });

  it("agree on the bytes of whatever can be built", () => {
    let built = 0;
    fc.assert(
      fc.property(randomSpend, (spend) => {
        const { redeemer, payouts } = spend;
        if (redeemer.kind === "deposit") return;
        const terms = termsOf(spend);
        const made = buildOrNull(() => build(terms, { redeemer, payouts }));
        if (!made) return;
        built += 1;
        const running = runningOf(terms, made.txHash, START_SLOT);
        const expected = { kind: "spend", ...running, pool: terms.pool.output, redeemer, payouts } as const;
        expect(verifyTransaction(made.cbor, expected, { signed: false })).toEqual([]);
      }),
      { numRuns: IS_FULL ? 200 : 16 },
    );
    expect(built).toBeGreaterThan(0);
  });
});

function build(terms: SpendTerms, { redeemer, payouts }: Pick<ExpectedSpend, "redeemer" | "payouts">) {
  const { status } = terms.pool.datum;
  switch (redeemer.kind) {
    case "commit":
      return buildCommit(terms, redeemer);
    case "resume":
      return buildResume(terms, redeemer);
    case "expire":
      return buildExpire(terms);
    case "cancel":
      return buildCancel(terms, redeemer);
    case "withdraw":
      return buildWithdraw(terms, redeemer);
    case "close":
      return buildClose(terms, redeemer);
    case "updateSettings":
      return buildUpdateSettings(terms, redeemer);
    case "pay": {
      const commitment = status.kind === "paying" ? status.commitment : "";
      return buildPay(terms, { ...redeemer, payouts, commitment });
    }
  }
}

function buildOrNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof BuildError || error instanceof RangeError) return null;
    throw error;
  }
}
