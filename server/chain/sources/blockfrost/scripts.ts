import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { decode, encode } from "cborg";
import { scriptHashOf } from "@/server/domain/cardano/script-hash";
import type { Hex } from "@/server/domain/units";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

const KINDS = { plutusV1: "PlutusV1", plutusV2: "PlutusV2", plutusV3: "PlutusV3" } as const;

/**
 * A Plutus script by its hash: flat bytes wrapped in one CBOR byte string. Servers differ in how often they
 * wrap; the right form is the one whose hash is the one asked for, and without one the server is lying.
 */
export async function readScript(client: BlockfrostClient, hash: Hex): Promise<{ kind: string; cbor: Hex } | null> {
  const head = await client.get(`scripts/${hash}`, answers.script);
  if (!head) return null;
  const { type } = head;
  if (!isPlutus(type)) {
    const text = `script ${hash} is of kind ${type}; only Plutus scripts are read.`;
    throw client.error("not-supported", text, { scriptType: type });
  }
  const body = await client.get(`scripts/${hash}/cbor`, answers.scriptCbor);
  if (!body?.cbor) throw client.error("wrong-answer", `the bytes of script ${hash} are missing.`);
  const given = hexToBytes(body.cbor);
  for (const bytes of [given, unwrap(given), encode(given)]) {
    if (bytes && scriptHashOf(type, bytes) === hash) return { kind: KINDS[type], cbor: bytesToHex(bytes) };
  }
  throw client.error("lying", `the bytes given for script ${hash} are not of that script.`);
}

const isPlutus = (type: string): type is keyof typeof KINDS => Object.hasOwn(KINDS, type);

function unwrap(bytes: Uint8Array): Uint8Array | null {
  try {
    const inner: unknown = decode(bytes);
    return inner instanceof Uint8Array ? inner : null;
  } catch {
    return null;
  }
}
