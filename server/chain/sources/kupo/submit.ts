import { bytesToHex } from "@noble/hashes/utils";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { SubmitOutcome } from "@/server/domain/ports";
import { visible } from "@/server/domain/shown";
import { ChainSourceError } from "../error";
import * as answers from "./node/answers";
import type { OgmiosClient } from "./node/client";
import { RpcRefusal } from "./node/socket";

/**
 * Failures of the bytes themselves, as Ogmios numbers them: signatures (3100, 3101), metadata's hash (3107), network
 * (3124). No change of the ledger cures them. The rest depends on its state, the slot or the server: above all unknown
 * inputs (3117), which is also the answer to our own success.
 */
const NEVER_VALID = [3100, 3101, 3107, 3124];
const DETAIL_LENGTH = 500;

/** Broadcasts the exact bytes once. Throws only for bytes that are no transaction, which must not be sent at all. */
export async function submitByOgmios({ name, once }: OgmiosClient, tx: Uint8Array): Promise<SubmitOutcome> {
  const id = transactionId(tx);
  // It is stored, whatever the server said.
  const say = (detail: string) => `${name}: ${visible(detail.replace(/\s+/g, " ").trim(), DETAIL_LENGTH)}`;
  try {
    const result = await once.ask("submitTransaction", { transaction: { cbor: bytesToHex(tx) } });
    const accepted = answers.submitted.safeParse(result);
    if (accepted.data?.transaction.id === id) return { kind: "accepted" };
    return { kind: "ambiguous", detail: say(`accepted, but not with the id ${id}: ${inJson(result)}`) };
  } catch (error) {
    if (error instanceof RpcRefusal) return classifyRefusal(error, say);
    if (error instanceof ChainSourceError) return { kind: "ambiguous", detail: error.message };
    throw error;
  }
}

function classifyRefusal({ code, text, data }: RpcRefusal, say: (detail: string) => string): SubmitOutcome {
  const detail = say(`${code}: ${text} ${data === undefined ? "" : inJson(data)}`);
  return { kind: NEVER_VALID.includes(code) ? "rejected" : "ambiguous", detail };
}

/** What came is no deeper than JSON can be read, which is deeper than it can be written. */
function inJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return "(nested too deeply)";
  }
}
