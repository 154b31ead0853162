import { expect } from "vitest";
import { scriptsOf } from "@/server/chain/pool/script";
import { runScripts } from "@/server/chain/transaction/evaluate";
import { runScriptsByAiken } from "@/server/chain/transaction/evaluate-by-aiken";
import type { TxOutput } from "@/server/domain/ports";
import { IS_FULL } from "../full";
import { knownTo, reasonOf, signedDraft, type TestDraft, tryDraft } from "./mutant";
import { TRACED } from "./mutant-pool";
import { CHAIN_TERMS } from "./world";

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
  const transaction = Uint8Array.from(Buffer.from(signedDraft(draft), "hex"));
  const judge = (run: typeof runScripts) =>
    opinion(() => run(transaction, [...knownTo(draft), ...extra], scriptsOf(TRACED), CHAIN_TERMS));
  return {
    get ledger() {
      const verdict = tryDraft(draft, extra);
      return { accepted: verdict.accepted, reason: reasonOf(verdict).trim() };
    },
    get scripts() {
      return judge(runScripts);
    },
    get otherScripts() {
      return judge(runScriptsByAiken);
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

function opinion(evaluate: () => unknown): Opinion {
  try {
    evaluate();
    return { accepted: true, reason: "" };
  } catch (error) {
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
