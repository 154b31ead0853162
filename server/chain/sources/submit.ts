import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { SubmitOutcome } from "@/server/domain/ports";
import { visible } from "@/server/domain/shown";
import { readUpTo } from "@/server/http/read-up-to";
import { isHtml } from "@/server/http/server-words";
import { clockTime } from "./error";
import type { JsonClient } from "./http/client";
import { withoutSecrets } from "./http/endpoint";
import { GateClosed, leftAloneUntil, type Waits } from "./http/gate";
import { describeNetworkError } from "./http/refusals";

export const SUBMIT_TIMEOUT_MS = 20_000;
const DETAIL_LENGTH = 500;
const MOST_STORED = 1_000;
const MOST_ANSWER_BYTES = 1024 * 1024;

/** Where a server takes bytes, and how it wants its key. */
export type SubmitDoor = Pick<JsonClient, "endpoint" | "gate"> & {
  /** Its name in messages as well. */
  readonly path: string;
  readonly keyHeader: Readonly<Record<string, string>>;
  readonly waits?: Waits;
  /** Of a server that takes the bytes in a question in JSON, at its one address, and answers as to any other. */
  readonly asked?: {
    readonly question: (tx: Uint8Array) => unknown;
    readonly read: (id: string, status: number, body: string) => SubmitOutcome;
  };
};

/**
 * Broadcasts the exact bytes once. Not through a client library: those throw on a bare
 * hash, or on anything that is not JSON, although the transaction was accepted. Never throws for what a
 * server or a network does; it does for bytes that are no transaction, which must not be sent at all. A server
 * that wants to be left alone is sent nothing.
 */
export async function submitTransaction(
  door: SubmitDoor,
  tx: Uint8Array,
  timeoutMs = SUBMIT_TIMEOUT_MS,
): Promise<SubmitOutcome> {
  const { endpoint, path } = door;
  const id = transactionId(tx);
  let outcome: SubmitOutcome;
  try {
    const { status, body } = await postTransaction(door, tx, timeoutMs);
    outcome = (door.asked?.read ?? classifySubmission)(id, status, body);
  } catch (error) {
    const isUnsent = error instanceof GateClosed;
    const detail = isUnsent ? `it was not sent: ${error.message}` : describeNetworkError(error, path, timeoutMs);
    outcome = { kind: "ambiguous", detail };
  }
  if (outcome.kind === "accepted") return outcome;
  // It is stored, whatever the server said.
  const detail = visible(withoutSecrets(endpoint, outcome.detail), MOST_STORED);
  return { kind: outcome.kind, detail: `${endpoint.name}: ${detail}` };
}

/** Throws GateClosed before, and what `fetch` throws while, the bytes are sent. */
export async function postTransaction(door: SubmitDoor, bytes: Uint8Array, timeoutMs = SUBMIT_TIMEOUT_MS) {
  const { endpoint, gate, path, keyHeader, waits, asked } = door;
  await gate.passToSubmit();
  const response = await fetch(asked ? endpoint.url : `${endpoint.url}/${path}`, {
    method: "POST",
    headers: { "content-type": asked ? "application/json" : "application/cbor", ...keyHeader },
    body: asked ? JSON.stringify(asked.question(bytes)) : bytes.slice(),
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { status, headers } = response;
  const untilMs = leftAloneUntil({ status, retryAfter: headers.get("retry-after") ?? undefined, waits }, Date.now());
  if (untilMs) gate.close(untilMs, `${path} was answered ${status}. Nothing is sent before ${clockTime(untilMs)}.`);
  const text = response.body ? await readBegin(response.body) : "";
  return { status, body: text };
}

/** An id or a reason: no more of the answer is read than either could need. */
async function readBegin(answer: AsyncIterable<Uint8Array>): Promise<string> {
  const { bytes, isCut } = await readUpTo(answer, MOST_ANSWER_BYTES);
  const text = bytes.toString("utf8");
  return isCut ? `${text.trimEnd()} (and more)` : text;
}

/**
 * Reads the answer to a submission. `accepted` needs the right id; `rejected` needs a status 400 that names
 * nothing but rules which these bytes break on any chain state. The rest, "inputs already spent" above all
 * (it is also the answer to our own success), means: look at the chain.
 */
export function classifySubmission(id: string, status: number, body: string): SubmitOutcome {
  const said = reasonOf(body).replace(/\s+/g, " ").trim().slice(0, DETAIL_LENGTH);
  if (status >= 200 && status < 300) {
    if (answeredId(body) === id) return { kind: "accepted" };
    return { kind: "ambiguous", detail: `status ${status}, but not with the id ${id}: ${said || "(empty)"}` };
  }
  const detail = `status ${status}: ${isHtml(body) ? "(a web page)" : said || "(empty)"}`;
  if (status === 400 && NEVER_VALID.test(body) && !MAYBE_VALID.test(body)) return { kind: "rejected", detail };
  return { kind: "ambiguous", detail };
}

/** Failures of the bytes themselves: signatures and network, which no change of the ledger cures. */
const NEVER_VALID =
  /\b(InvalidWitnessesUTXOW|MissingVKeyWitnessesUTXOW|WrongNetworkInTxBody|WrongNetwork|ConflictingMetadataHash)\b/;

/**
 * Failures that depend on the state of the ledger, the slot, the parameters or the server's mempool. One of
 * them beside a permanent one makes that doubtful: with its inputs unknown, much of a transaction looks wrong.
 */
const MAYBE_VALID =
  /BadInputs|already been? (spent|included)|inputs? (are|is|were) (already )?spent|ValueNotConserved|OutsideValidityInterval|mempool|TooSmall|PPViewHashes|IntegrityHash|ExUnits|Translation|Collateral|MaxTxSize/i;

function answeredId(body: string): string {
  const text = body.trim();
  const bare = text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return bare.toLowerCase();
}

const inWords = (reason: unknown) => (typeof reason === "string" ? reason : JSON.stringify(reason));

/** The ledger's own words out of what cardano-submit-api and Blockfrost wrap around them; else the text. */
function reasonOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  for (let depth = 0; depth < 8 && typeof value === "object" && value !== null; depth++) {
    if ("contents" in value) value = value.contents;
    else if ("message" in value && typeof value.message === "string") return reasonOf(value.message);
    else if ("error" in value && Array.isArray(value.error)) return value.error.map(inWords).join("; ");
    else break;
  }
  return text;
}
