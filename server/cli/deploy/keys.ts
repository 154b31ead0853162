import { access } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { SignedText } from "@/server/domain/contract/approval";
import { SIGNATURES_EXAMPLE, signaturesField } from "@/server/domain/contract/read-signatures";
import type { Envelope } from "@/server/domain/contract/types";
import { createKeyFile, readKeyFile, type SoftwareKey } from "@/server/signing/key-file";
import { usageError } from "../command";
import type { DeployConfig } from "./config";
import { readDocument } from "./document";

/** Keys of a deployment. The operator's is always here, the others' only if they were created here. */
export type DeployKeys = {
  readonly operator: SoftwareKey;
  readonly oracle: string;
  /** Sorted, as the contract requires. */
  readonly approvers: readonly string[];
  /** Keys whose secret half is here: they consent without asking anyone. */
  readonly local: readonly SoftwareKey[];
};

const APPROVERS_MADE = 3;

/** Uses the keys that the file names, and creates the missing ones (test networks only). */
export async function openKeys(directory: string, config: DeployConfig, isMainnet: boolean): Promise<DeployKeys> {
  const local: SoftwareKey[] = [];
  const make = async (name: string): Promise<string> => {
    if (isMainnet) {
      throw usageError(`On mainnet the file must name the keys of the oracle and the approvers; ${name} is missing.`);
    }
    const key = await openOrCreate(path.join(directory, `${name}.json`));
    local.push(key);
    return key.publicKey;
  };
  const operator = await openOrCreate(path.join(directory, "operator.json"));
  const oracle = config.oracle ?? (await make("oracle"));
  const approvers = [...(config.approvers ?? [])];
  for (let number = 1; !config.approvers && number <= APPROVERS_MADE; number++) {
    approvers.push(await make(`approver-${number}`));
  }
  return { operator, oracle, approvers: approvers.sort(), local };
}

async function openOrCreate(file: string): Promise<SoftwareKey> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  return exists ? readKeyFile(file) : createKeyFile(file);
}

/**
 * Reads signatures made elsewhere, by public key, from any number of files. Names every wrong field, what it must be,
 * and a key of which two files hold different signatures.
 */
export async function readConsents(files: readonly string[]): Promise<Map<string, Envelope>> {
  const found = new Map<string, { readonly envelope: Envelope; readonly file: string }>();
  for (const file of files) {
    for (const { publicKey, envelope } of await readSignatures(file)) {
      const other = found.get(publicKey);
      if (other && !isSame(other.envelope, envelope)) {
        throw usageError(`${other.file} and ${file} have different signatures of ${publicKey}. Leave one of them out.`);
      }
      found.set(publicKey, { envelope, file });
    }
  }
  return new Map([...found].map(([publicKey, { envelope }]) => [publicKey, envelope]));
}

async function readSignatures(file: string): Promise<readonly SignedText[]> {
  const words = { isWrong: "does not hold signatures", hint: `\nIt should hold ${SIGNATURES_EXAMPLE}` };
  return readDocument(file, signaturesField, words);
}

function isSame(one: Envelope, other: Envelope): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function signConsent(key: SoftwareKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
}
