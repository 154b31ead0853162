import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex } from "@noble/hashes/utils";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import blueprint from "@/contracts/plutus.json";
import { isPayableAmount } from "@/server/domain/cardano/minimum-output";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { commitBatches } from "@/server/domain/contract/commitment";
import { payoutOutput } from "@/server/domain/contract/pool-assets";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { Payout } from "@/server/domain/contract/types";
import { payout } from "@/server/testing/contract/arbitraries";
import { IDLE, poolIn, SHIPPED, TRACED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, PRIZE_ASSET, SETTINGS, TERMS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { CHAIN_TERMS, PARAMETERS, SLOTS } from "@/server/testing/contract/world";
import { draftSpend } from "../pool/draft-spend";
import { scriptsOf } from "../pool/script";
import { CML } from "./cml";
import type { TransactionDraft } from "./draft";
import { evaluateScripts } from "./evaluate";
import { runScriptsByAiken } from "./evaluate-by-aiken";
import { writeTransaction } from "./write-transaction";

/** A Pay of this batch, with another to follow. */
function payOf(
  batch: readonly Payout[],
  by = SHIPPED,
): {
  draft: TransactionDraft;
  script: ReturnType<typeof poolIn>["script"];
} {
  const [first] = commitBatches([batch, batch], PRIZE_ASSET);
  if (!first) throw new Error("a batch was wanted");
  const { total, commitment } = first;
  const terms = poolIn(
    {
      ...IDLE,
      status: {
        kind: "paying",
        commitment,
        remaining: { lovelace: total.lovelace * 2n, tokens: total.tokens * 2n },
        outputs: batch.length * 2,
        deadlineMs: slotToMs(SLOTS, START_SLOT + 600),
      },
    },
    { lovelace: total.lovelace * 3n + 50_000_000n, tokens: total.tokens * 3n + 1n },
    by,
  );
  const parts = {
    redeemer: payRedeemer(first),
    payouts: batch,
    signatories: [OPERATOR.hash],
  };
  return {
    draft: draftSpend({ ...terms, validFromSlot: null }, parts)(TERMS.maxFeeLovelace),
    script: terms.script,
  };
}

function evaluateByAiken({ draft, script }: ReturnType<typeof payOf>) {
  const outputs = [...draft.inputs, ...draft.referenceInputs, ...(draft.collateral ? [draft.collateral.output] : [])];
  const transaction = writeTransaction(draft, PARAMETERS.costModels).to_cbor_bytes();
  return runScriptsByAiken(transaction, outputs, scriptsOf(script), CHAIN_TERMS).map(({ units }) => units);
}

describe("the compiled validator", () => {
  // It hashes what the ledger shows it: when it accepts, our encoding of every payout was the ledger's.
  it("finds our commitment to any payouts, in both evaluators, at the same cost", () => {
    const enough = (one: Payout) => isPayableAmount(payoutOutput(one, PRIZE_ASSET), 4_310n);
    const batch = fc.array(payout.filter(enough), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(batch, (payouts) => {
        const pay = payOf(payouts);
        expect(evaluateScripts(pay.draft, scriptsOf(pay.script), CHAIN_TERMS)).toEqual(evaluateByAiken(pay));
      }),
      { numRuns: 15 },
    );
  });

  it("costs a Commit the same in both", () => {
    const terms = poolIn(IDLE, undefined, SHIPPED);
    const { redeemer } = signedPlan(terms, [[{ address: OPERATOR.address, lovelace: 2_000_000n, tokens: 0n }]]);
    expect(redeemer.settings).toEqual(SETTINGS);
    const parts = { redeemer, signatories: [OPERATOR.hash] };
    const commit = { draft: draftSpend(terms, parts)(TERMS.maxFeeLovelace), script: terms.script };
    expect(evaluateScripts(commit.draft, scriptsOf(commit.script), CHAIN_TERMS)).toEqual(evaluateByAiken(commit));
  });

  it("says why it refuses", () => {
    const { draft, script } = payOf([{ address: OPERATOR.address, lovelace: 2_000_000n, tokens: 0n }], TRACED);
    const unsigned = { ...draft, signatories: [] };
    expect(() => evaluateScripts(unsigned, scriptsOf(script), CHAIN_TERMS)).toThrow(/is_signed_by/);
  });
});

it("hashes scripts as the ledger does", () => {
  for (const script of [SHIPPED, SHIPPED.governor]) {
    const tagged = Uint8Array.from([3, ...script.bytes]);
    expect(CML.PlutusV3Script.from_raw_bytes(script.bytes).hash().to_hex()).toBe(script.hash);
    expect(bytesToHex(blake2b(tagged, { dkLen: 28 }))).toBe(script.hash);
  }
  // A validator without parameters is finished in the blueprint, which names its hash.
  const governor = blueprint.validators.find(({ title }) => title.startsWith("daily_prize_governor"));
  expect(SHIPPED.governor.hash).toBe(governor?.hash);
});
