import type { SubmitOutcome } from "@/server/domain/ports";
import { classifySubmission, type SubmitDoor } from "../submit";
import { type GraphqlClient, questionOf } from "./client";
import { SUBMIT } from "./queries";

/** What the server says before the words of the node's own submit API. */
const REFUSED = /Transaction submission failed: (.*)/s;

export function submitDoor({ endpoint, gate }: GraphqlClient): SubmitDoor {
  const question = (tx: Uint8Array) => questionOf(SUBMIT, { transaction: Buffer.from(tx).toString("hex") });
  return { endpoint, gate, path: SUBMIT.name, keyHeader: {}, asked: { question, read: readOutcome } };
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
