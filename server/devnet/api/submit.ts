import { badRequest, mempoolFull } from "./errors";
import { post } from "./router";

/**
 * Submission. A refusal is a 400 whose message is what cardano-submit-api prints, as JSON in a string. A transaction
 * that is already in the mempool or in a block is refused like that too, since all its inputs are spent (cardano-node
 * 10: ConwayMempoolFailure). So a refusal does not tell whether it was accepted before.
 */
export const submitRoutes = [
  post("/tx/submit", ({ view, body, contentType, forgetSubmission }) => {
    if (!contentType.startsWith("application/cbor")) {
      throw badRequest(`Content-Type is "${contentType}"; it must be application/cbor.`);
    }
    const result = view.chain.submit(body, forgetSubmission);
    if (result.kind === "accepted") return result.hash;
    if (result.kind === "full") throw mempoolFull();
    throw badRequest(submitFailure(result.error, result.logs));
  }),
];

/** What cardano-submit-api prints of a refusal. */
export function submitFailure(error: string, logs: readonly string[]): string {
  const errors = logs.length > 0 ? [error, ...logs] : [error];
  return JSON.stringify({
    contents: {
      contents: {
        contents: { era: "ShelleyBasedEraConway", error: errors, kind: "ShelleyTxValidationError" },
        tag: "TxValidationErrorInCardanoMode",
      },
      tag: "TxCmdTxSubmitValidationError",
    },
    tag: "TxSubmitFail",
  });
}
