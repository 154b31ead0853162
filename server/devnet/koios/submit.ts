import type { ChainView } from "../api/view";
import type { Answer, Asked } from "../faulty-answer";

/** cardano-submit-api behind the proxy: 202 with the id as JSON, or 400 with the node's words. */
export function submit(view: ChainView, { method, headers, body, fault }: Asked): Answer {
  if (method !== "POST") return { status: 405, body: "method not allowed" };
  if (!headers["content-type"]?.startsWith("application/cbor")) return { status: 415, body: "unsupported media type" };
  const result = view.chain.submit(body, fault?.kind === "accept-and-lose");
  if (result.kind === "accepted") return { status: 202, body: result.hash };
  const words = result.kind === "full" ? "MempoolFull" : [result.error, ...result.logs].join("; ");
  return { status: 400, body: `transaction submit error ShelleyTxValidationError ShelleyBasedEraConway (${words})` };
}
