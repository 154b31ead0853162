import { access } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { foreignSignatures, toSignedText } from "@/server/domain/contract/pasted-signature";
import type { Envelope } from "@/server/domain/contract/types";
import { hexField } from "@/server/domain/fields";
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

const EXAMPLE = `{"<public key>": {"signature": "<hex>"}}, with "protectedHeader": "<hex>" for a wallet's (CIP-8), or what signData, cardano-signer or cardano-hw-cli answered: {"signature": "<hex>", "key": "<hex>"}`;
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

/**
 * Reads signatures made elsewhere, by public key, from any number of files. Names every wrong field, what it must be,
 * and a key of which two files hold different signatures.
 */
export async function readConsents(files: readonly string[]): Promise<Map<string, Envelope>> {
  const found = new Map<string, { readonly envelope: Envelope; readonly file: string }>();
  for (const file of files) {
    for (const [publicKey, envelope] of await readSignatures(file)) {
      const other = found.get(publicKey);
      if (other && !isSame(other.envelope, envelope)) {
        throw usageError(`${other.file} and ${file} have different signatures of ${publicKey}. Leave one of them out.`);
      }
      found.set(publicKey, { envelope, file });
    }
  }
  return new Map([...found].map(([publicKey, { envelope }]) => [publicKey, envelope]));
}

/** What wallets and tools answer, one or a list, becomes the entries of our own form. */
const withAnswers = z.preprocess((document, context) => {
  const found = foreignSignatures(document);
  if (found === null) return document;
  const refuse = (index: number, problem: string) => {
    context.addIssue({ code: "custom", path: found.length > 1 ? [index] : [], message: `is unusable: ${problem}` });
    return [];
  };
  return Object.fromEntries(
    found.flatMap((one, index) => {
      const read = "problem" in one ? one : toSignedText(one);
      if ("problem" in read) return refuse(index, read.problem);
      const { kind: _kind, ...entry } = read.envelope;
      return [[read.publicKey, entry]];
    }),
  );
}, consentsSchema);

async function readSignatures(file: string): Promise<[string, Envelope][]> {
  const words = { isWrong: "does not hold signatures", hint: `\nIt should hold ${EXAMPLE}` };
  const signatures = await readDocument(file, withAnswers, words);
  return Object.entries(signatures).map(([publicKey, { signature, protectedHeader }]) => [
    publicKey,
    protectedHeader === undefined ? { kind: "raw", signature } : { kind: "cip8", protectedHeader, signature },
  ]);
}

function isSame(one: Envelope, other: Envelope): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function signConsent(key: SoftwareKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
}
