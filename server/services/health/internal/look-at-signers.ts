import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import type { PlanSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { sentence } from "@/server/words/sentence";
import { askWhatIsHeld } from "../../approval/what-is-held";
import { failureInWords } from "../../failure-in-words";
import { inTime } from "../../in-time";
import type { PayoutContext } from "../../payout/payout-context";
import { loadLivePool, loadPoolRow } from "../../pool/load-pool";

/** Whether the oracle's signer answers, with the key that the pool knows, and knows what it has signed. */
export async function lookAtOracle({ db, oracle }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  if (!oracle) {
    const fact = "No oracle is configured, so nothing can be proposed.";
    return [healthPart("oracle", { state: "failing", fact, next: "Set ORACLE_SIGNER_URL and SIGNER_SECRET." })];
  }
  const known = (await loadPoolRow(db))?.settings.oracle;
  const problem = await problemOf(oracle, known === undefined ? null : [known]);
  if (problem === null) {
    const pool = await loadLivePool(db);
    // One that has lost its record, or whose own source is away, would refuse a plan only when it is due.
    const held = pool ? await askWhatIsHeld({ oracle: hasty(oracle) }, pool) : { held: null };
    if ("held" in held) return [healthPart("oracle", { state: "ok", fact: "The oracle's signer answers." })];
    const fact = sentence(`The oracle's signer signs nothing: ${held.problem}`);
    return [healthPart("oracle", { state: "failing", fact, next: 'OPERATIONS.md, "Signers", says what to do.' })];
  }
  const next = "Start it (npm run signer -- --act propose) with the pool's oracle key and our SIGNER_SECRET.";
  return [healthPart("oracle", { state: "failing", fact: problem, next })];
}

/** The same for automated approvers. People can sign in their stead, so that none of them is needed. */
export async function lookAtApprovers({ db, approvers }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  if (approvers.length === 0) {
    return [healthPart("approvers", { state: "ok", fact: "None is automated: people approve in the console." })];
  }
  const known = (await loadPoolRow(db))?.settings.approvers ?? null;
  const found = await Promise.all(approvers.map((signer) => problemOf(signer, known)));
  const problems = found.filter((each) => each !== null);
  if (problems.length === 0) {
    const fact = `${approvers.length === 1 ? "The automated approver answers" : `All ${approvers.length} answer`}.`;
    return [healthPart("approvers", { state: "ok", fact })];
  }
  const next = "Start the signer, or take it out of APPROVER_SIGNER_URLS. Until then people approve in the console.";
  return [healthPart("approvers", { state: "warning", fact: problems.join(" "), next })];
}

const hasty = (signer: PlanSigner): PlanSigner => ({
  ...signer,
  held: (state) => inTime(signer.held(state), `${signer.name} does not say what it has signed`),
});

/** Null, or what is wrong with a signer. `known`: the keys that the pool counts, if there is a pool. */
async function problemOf(signer: PlanSigner, known: readonly Hex[] | null): Promise<string | null> {
  try {
    const key = await inTime(signer.publicKey(), `${signer.name} does not answer`);
    if (known === null || known.includes(key)) return null;
    return `${signer.name} answers with the key ${key}, which the pool does not know.`;
  } catch (error) {
    return sentence(failureInWords(error));
  }
}
