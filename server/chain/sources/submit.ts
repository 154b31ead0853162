import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { SubmitOutcome } from "@/server/domain/ports";
import type { BlockfrostClient } from "./blockfrost/client";
import { withoutSecrets } from "./blockfrost/endpoint";
import { leftAloneUntil } from "./blockfrost/gate";
import { describeNetworkError, isHtml } from "./blockfrost/refusals";
import { clockTime } from "./error";

const DEFAULT_TIMEOUT_MS = 20_000;
const DETAIL_LENGTH = 500;

/**
 * Broadcasts the exact bytes once (`POST /tx/submit`). Not through a client library: those throw on a bare
 * hash, or on anything that is not JSON, although the transaction was accepted. Never throws for what a
 * server or a network does; it does for bytes that are no transaction, which must not be sent at all. A server
 * that wants to be left alone is sent nothing.
 */
export async function submitTransaction(
  { endpoint, gate }: Pick<BlockfrostClient, "endpoint" | "gate">,
  tx: Uint8Array,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<SubmitOutcome> {
  const id = transactionId(tx);
  const ambiguous = (detail: string): SubmitOutcome => ({
    kind: "ambiguous",
    detail: `${endpoint.name}: ${withoutSecrets(endpoint, detail)}`,
  });
  let status: number;
  let body: string;
  try {
    await gate.pass();
  } catch (error) {
    return ambiguous(`it was not sent: ${error instanceof Error ? error.message : error}`);
  }
  try {
    const response = await fetch(`${endpoint.url}/tx/submit`, {
      method: "POST",
      headers: {
        "content-type": "application/cbor",
        ...(endpoint.projectId ? { project_id: endpoint.projectId } : {}),
      },
      body: tx.slice(),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    const untilMs = leftAloneUntil(status, response.headers.get("retry-after") ?? undefined, Date.now());
    if (untilMs) gate.close(untilMs, `tx/submit was answered ${status}. Nothing is sent before ${clockTime(untilMs)}.`);
    body = await response.text();
  } catch (error) {
    return ambiguous(describeNetworkError(error, "tx/submit", timeoutMs));
  }
  const outcome = classifySubmission(id, status, body);
  if (outcome.kind === "accepted") return outcome;
  const detail = `${endpoint.name}: ${withoutSecrets(endpoint, outcome.detail)}`;
  return { kind: outcome.kind, detail };
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
    else if ("error" in value && Array.isArray(value.error)) return value.error.join("; ");
    else break;
  }
  return text;
}
