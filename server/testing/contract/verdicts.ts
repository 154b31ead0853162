import { eval_phase_two_raw } from "@lucid-evolution/uplc";
import scalus from "scalus";
import { expect } from "vitest";
import { scriptsOf } from "@/server/chain/pool/script";
import { toCmlCostModels, toCmlInput, toCmlResolved } from "@/server/chain/transaction/cml";
import type { TxOutput } from "@/server/domain/ports";
import { IS_FULL } from "../full";
import { knownTo, reasonOf, signedDraft, type TestDraft, tryDraft } from "./mutant";
import { TRACED } from "./mutant-pool";
import { PARAMETERS, SLOTS } from "./world";

/** What one implementation says about a transaction. */
export type Opinion = { readonly accepted: boolean; readonly reason: string };

/**
 * Opinions on the same bytes: of the ledger rules, and of two script evaluators, which look at scripts alone and so
 * name the contract's reason even where the ledger stops earlier. Each is asked only when it is read. A further
 * ledger belongs here.
 */
export type Verdicts = {
  readonly ledger: Opinion;
  readonly scripts: Opinion;
  readonly otherScripts: Opinion;
};

export function verdicts(draft: TestDraft, extra: readonly TxOutput[] = []): Verdicts {
  const transaction = bytes(signedDraft(draft));
  const known = () =>
    [...knownTo(draft), ...extra].map(
      (output) =>
        [toCmlInput(output.ref).to_cbor_hex(), toCmlResolved(output, scriptsOf(TRACED)).to_cbor_hex()] as const,
    );
  return {
    get ledger() {
      const verdict = tryDraft(draft, extra);
      return { accepted: verdict.accepted, reason: reasonOf(verdict).trim() };
    },
    get scripts() {
      return opinion(() => evaluateByScalus(transaction, known()));
    },
    get otherScripts() {
      return opinion(() => evaluateByAiken(transaction, known()));
    },
  };
}

/** Everybody accepts the transaction. */
export function expectAccepted(draft: TestDraft, extra: readonly TxOutput[] = []): void {
  const yes = { accepted: true, reason: "" };
  const { ledger, scripts, otherScripts } = verdicts(draft, extra);
  expect({ ledger, scripts, otherScripts }).toEqual({ ledger: yes, scripts: yes, otherScripts: yes });
}

/** The second evaluator takes most of the time: of what is refused it sees one in so many. */
const SAMPLE = IS_FULL ? 1 : 8;
let refusals = 0;

/** The ledger refuses it, and `reason` is why, by its own words or by the contract's, which both evaluators give. */
export function expectRefused(draft: TestDraft, reason: RegExp, extra: readonly TxOutput[] = []): void {
  const opinions = verdicts(draft, extra);
  const { ledger } = opinions;
  expect(ledger.accepted).toBe(false);
  const scripts = reason.test(ledger.reason) ? null : opinions.scripts;
  expect(`${ledger.reason} ${scripts?.reason}`).toMatch(reason);
  refusals += 1;
  if (refusals % SAMPLE === 0) expect(opinions.otherScripts.accepted).toBe((scripts ?? opinions.scripts).accepted);
}

type Resolved = readonly (readonly [string, string])[];

function opinion(evaluate: () => unknown): Opinion {
  try {
    evaluate();
    return { accepted: true, reason: "" };
  } catch (error) {
    const { logs = [], message = String(error) } = error as { logs?: string[]; message?: string };
    return { accepted: false, reason: `${message} ${logs.join(" ")}` };
  }
}

function evaluateByScalus(transaction: Uint8Array, known: Resolved): void {
  const { PlutusV1, PlutusV2, PlutusV3 } = PARAMETERS.costModels;
  scalus.Scalus.evalPlutusScripts(
    transaction,
    bytes(`bf${known.flat().join("")}ff`),
    new scalus.SlotConfig(SLOTS.zeroTimeMs, SLOTS.zeroSlot, SLOTS.slotLengthMs),
    [[...PlutusV1], [...PlutusV2], [...PlutusV3]],
  );
}

/** Aiken's evaluator, from another code base. */
function evaluateByAiken(transaction: Uint8Array, known: Resolved): void {
  eval_phase_two_raw(
    transaction,
    known.map(([input]) => bytes(input)),
    known.map(([, output]) => bytes(output)),
    toCmlCostModels(PARAMETERS.costModels).to_cbor_bytes(),
    PARAMETERS.maxTxExSteps,
    PARAMETERS.maxTxExMem,
    BigInt(SLOTS.zeroTimeMs),
    BigInt(SLOTS.zeroSlot),
    SLOTS.slotLengthMs,
  );
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}
