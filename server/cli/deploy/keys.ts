import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import type { Envelope } from "@/server/domain/contract/types";
import { hexField } from "@/server/domain/fields";
import { createKeyFile, readKeyFile, type SoftwareKey } from "@/server/signing/key-file";
import { usageError } from "../command";
import type { DeployConfig } from "./config";
import { parseDocument } from "./document";

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

const EXAMPLE = `{"<public key>": {"signature": "<hex>"}}, with "protectedHeader": "<hex>" for a wallet's (CIP-8)`;
const consentsSchema = z.record(
  hexField(32, "an ed25519 public key"),
  z.strictObject({
    signature: hexField(64, "an ed25519 signature"),
    /** For a signature by a wallet: CIP-8 signs it together with the text. */
    protectedHeader: z
      .string()
      .regex(/^([0-9a-f]{2})+$/, { error: "must be the header's bytes in lower-case hexadecimal" })
      .optional(),
  }),
  {
    error: ({ code }) =>
      code === "invalid_key" ? "must be an ed25519 public key: 64 lower-case hexadecimal digits" : `must be ${EXAMPLE}`,
  },
);

/** Reads signatures made elsewhere, by public key. Names every wrong field and what it must be. */
export async function readConsents(file: string | undefined): Promise<Map<string, Envelope>> {
  if (!file) return new Map();
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usageError(`Cannot read the signatures in ${file} (${error.code}).`);
  });
  const words = { isWrong: "does not hold signatures", hint: `\nIt should hold ${EXAMPLE}` };
  const consents = parseDocument(file, text, consentsSchema, words);
  return new Map(
    Object.entries(consents).map(([publicKey, { signature, protectedHeader }]): [string, Envelope] => [
      publicKey,
      protectedHeader === undefined ? { kind: "raw", signature } : { kind: "cip8", protectedHeader, signature },
    ]),
  );
}

export function signConsent(key: SoftwareKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
}
