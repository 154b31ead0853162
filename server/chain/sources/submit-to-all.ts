import type { SubmitOutcome } from "@/server/domain/ports";

type Submit = (tx: Uint8Array) => Promise<SubmitOutcome>;

/**
 * Sends the same bytes to each server at once. One that accepted them is enough, and the others are not waited for.
 * `rejected` takes all of them: of a server that did not say so, the transaction may be on its way.
 */
export function submitToAll(submits: readonly Submit[]): Submit {
  const [only] = submits;
  if (only && submits.length === 1) return only;
  return (tx) => {
    const answers = submits.map((submit) => submit(tx));
    const accepted = answers.map(async (answer) => ((await answer).kind === "accepted" ? answer : never));
    return Promise.race([...accepted, Promise.all(answers).then(joinOutcomes)]);
  };
}

const never = new Promise<never>(() => undefined);

/** What is believed of several answers to one submission. */
export function joinOutcomes(outcomes: readonly SubmitOutcome[]): SubmitOutcome {
  if (outcomes.some(({ kind }) => kind === "accepted")) return { kind: "accepted" };
  const detail = outcomes.map((outcome) => ("detail" in outcome ? outcome.detail : "")).join("; ");
  const isRejected = outcomes.length > 0 && outcomes.every(({ kind }) => kind === "rejected");
  return { kind: isRejected ? "rejected" : "ambiguous", detail };
}
