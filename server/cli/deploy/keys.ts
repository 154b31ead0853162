import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import type { Envelope } from "@/server/domain/contract/types";
import { createKeyFile, readKeyFile, type SoftwareKey } from "@/server/signing/key-file";
import { usageError } from "../command";
import type { DeployConfig } from "./config";

/** Keys of a deployment: the operator's is always here, the others' only where they were made here. */
export type DeployKeys = {
  readonly operator: SoftwareKey;
  readonly oracle: string;
  /** Sorted, as the contract wants them. */
  readonly approvers: readonly string[];
  /** Those whose secret key is here: they consent by themselves. */
  readonly local: readonly SoftwareKey[];
};

const APPROVERS_MADE = 3;

/** Takes the keys that the file names, and makes those that it does not, which is for test networks only. */
export async function openKeys(
  directory: string,
  config: DeployConfig,
  isMainnet: boolean,
): Promise<DeployKeys> {
  const local: SoftwareKey[] = [];
  const make = async (name: string): Promise<string> => {
    if (isMainnet) {
      throw usageError(
        `on mainnet the file must name the keys of the oracle and the approvers; ${name} is missing`,
      );
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

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const consentsSchema = z.record(
  hex(32),
  z.union([
    z.object({ signature: hex(64) }),
    z.object({ signature: hex(64), protectedHeader: z.string().regex(/^([0-9a-f]{2})+$/) }),
  ]),
);

/** Signatures that were made elsewhere: `{"<public key>": {"signature": "<hex>"}}`, with the header for CIP-8. */
export async function readConsents(file: string | undefined): Promise<Map<string, Envelope>> {
  if (!file) return new Map();
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usageError(`the consents ${file} cannot be read (${error.code})`);
  });
  const parsed = consentsSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw usageError(`${file} does not hold consents: ${z.prettifyError(parsed.error)}`);
  return new Map(
    Object.entries(parsed.data).map(([publicKey, consent]): [string, Envelope] => [
      publicKey,
      "protectedHeader" in consent
        ? { kind: "cip8", protectedHeader: consent.protectedHeader, signature: consent.signature }
        : { kind: "raw", signature: consent.signature },
    ]),
  );
}

export function signConsent(key: SoftwareKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
}
