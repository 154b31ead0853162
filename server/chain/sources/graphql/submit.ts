import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { SubmitOutcome } from "@/server/domain/ports";
import { createFetchTransport } from "../http/fetch-transport";
import { GateClosed } from "../http/gate";
import { describeNetworkError } from "../http/refusals";
import { classifySubmission, SUBMIT_TIMEOUT_MS } from "../submit";
import type { GraphqlClient } from "./client";
import { SUBMIT } from "./queries";

/** What the server says before the words of the node's own submit API. */
const REFUSED = /Transaction submission failed: (.*)/s;

/**
 * Broadcasts the exact bytes once. Never throws for what a server or a network does; it does for bytes that are no
 * transaction, which must not be sent at all.
 */
export async function submitByGraphql(
  { endpoint, gate }: GraphqlClient,
  tx: Uint8Array,
  timeoutMs = SUBMIT_TIMEOUT_MS,
): Promise<SubmitOutcome> {
  const id = transactionId(tx);
  const variables = { transaction: Buffer.from(tx).toString("hex") };
  const json = { operationName: SUBMIT.name, query: SUBMIT.text, variables };
  let outcome: SubmitOutcome;
  try {
    const { status, body } = await createFetchTransport(endpoint, gate, { timeoutMs })({ path: "", json });
    outcome = readOutcome(id, status, body ?? "");
  } catch (error) {
    const isUnsent = error instanceof GateClosed;
    const detail = isUnsent ? `it was not sent: ${error.message}` : describeNetworkError(error, SUBMIT.name, timeoutMs);
    outcome = { kind: "ambiguous", detail };
  }
  return outcome.kind === "accepted" ? outcome : { kind: outcome.kind, detail: `${endpoint.name}: ${outcome.detail}` };
}

/** A refusal comes with status 200. Only the node's own words are judged by what they say. */
function readOutcome(id: string, status: number, body: string): SubmitOutcome {
  let answer: unknown = null;
  try {
    answer = JSON.parse(body);
  } catch {
    // judged as the text that it is
  }
  const { data, errors } = (answer ?? {}) as {
    data?: { submitTransaction?: { hash?: unknown } | null } | null;
    errors?: { message?: unknown }[];
  };
  const hash = data?.submitTransaction?.hash;
  if (typeof hash === "string") return classifySubmission(id, status, hash);
  const message = String(errors?.[0]?.message ?? "");
  const refused = REFUSED.exec(message)?.[1];
  if (refused !== undefined) return classifySubmission(id, 400, refused);
  const detail = `status ${status}: ${(message || body).replace(/\s+/g, " ").trim().slice(0, 500) || "(empty)"}`;
  return { kind: "ambiguous", detail };
}
