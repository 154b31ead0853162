import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils";
import { decode, encode } from "cborg";
import type { Hex } from "@/server/domain/units";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

/** Language tags in a script's hash: ledger CDDL (Conway), "script_hash". */
const LANGUAGES: Readonly<Record<string, { kind: string; tag: number }>> = {
  plutusV1: { kind: "PlutusV1", tag: 1 },
  plutusV2: { kind: "PlutusV2", tag: 2 },
  plutusV3: { kind: "PlutusV3", tag: 3 },
};

/**
 * A Plutus script by its hash: flat bytes wrapped in one CBOR byte string. Servers differ in how often they
 * wrap; the right form is the one whose hash is the one asked for, and without one the server is lying.
 */
export async function readScript(client: BlockfrostClient, hash: Hex): Promise<{ kind: string; cbor: Hex } | null> {
  const head = await client.get(`scripts/${hash}`, answers.script);
  if (!head) return null;
  const language = LANGUAGES[head.type];
  if (!language) {
    throw client.error("not-supported", `script ${hash} is of kind ${head.type}; only Plutus scripts are read.`);
  }
  const body = await client.get(`scripts/${hash}/cbor`, answers.scriptCbor);
  if (!body?.cbor) throw client.error("wrong-answer", `the bytes of script ${hash} are missing.`);
  const given = hexToBytes(body.cbor);
  for (const bytes of [given, unwrap(given), encode(given)]) {
    if (bytes && hashOf(language.tag, bytes) === hash) return { kind: language.kind, cbor: bytesToHex(bytes) };
  }
  throw client.error("lying", `the bytes given for script ${hash} are not of that script.`);
}

const hashOf = (tag: number, bytes: Uint8Array) =>
  bytesToHex(blake2b(concatBytes(new Uint8Array([tag]), bytes), { dkLen: 28 }));

function unwrap(bytes: Uint8Array): Uint8Array | null {
  try {
    const inner: unknown = decode(bytes);
    return inner instanceof Uint8Array ? inner : null;
  } catch {
    return null;
  }
}
