import type { SubmitOutcome } from "@/server/domain/ports";

type Submit = (tx: Uint8Array) => Promise<SubmitOutcome>;

/**
 * Sends the same bytes to each server at once. One that accepted them is enough, and the others are not waited for.
 * `rejected` takes all of them: of a server that did not say so, the transaction may be on its way.
 */
export function submitToAll(submits: readonly Submit[]): Submit {
  const [only] = submits;
  if (only && submits.length === 1) return only;
  return async (tx) => {
    const answers = submits.map((submit) => submit(tx));
    try {
      return await Promise.any(answers.map(acceptance));
    } catch {
      return joinOutcomes(await Promise.all(answers));
    }
  };
}

async function acceptance(answer: Promise<SubmitOutcome>): Promise<SubmitOutcome> {
  const outcome = await answer;
  if (outcome.kind === "accepted") return outcome;
  throw new Error(outcome.detail);
}

/** What is believed of several answers to one submission. */
export function joinOutcomes(outcomes: readonly SubmitOutcome[]): SubmitOutcome {
  if (outcomes.some(({ kind }) => kind === "accepted")) return { kind: "accepted" };
  const detail = outcomes.map((outcome) => ("detail" in outcome ? outcome.detail : "")).join("; ");
  const isRejected = outcomes.length > 0 && outcomes.every(({ kind }) => kind === "rejected");
  return { kind: isRejected ? "rejected" : "ambiguous", detail };
}
