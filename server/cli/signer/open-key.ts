import type { SigningKey } from "@/server/domain/ports";
import { signWith } from "@/server/signing/key-file";
import { ModuleError } from "@/server/signing/pkcs11/calls";
import { openModuleKey } from "@/server/signing/pkcs11/module-key";
import type { Variables } from "@/server/signing/pkcs11/module-variables";
import { usageError } from "../command";
import { MODULE_OPTIONS, type ModuleValues, readKey, readModuleVariables, readToken } from "../module/options";
import { readPin, rememberRefusedPin } from "../module/pin";
import { openSignerKey } from "./key";

export const KEY_OPTIONS = {
  "key-file": { type: "string" },
  "passphrase-file": { type: "string" },
  ...MODULE_OPTIONS,
} as const;

type KeyValues = ModuleValues & {
  readonly "key-file"?: string | undefined;
  readonly "passphrase-file"?: string | undefined;
};

/** Whose key it is: of the signer that keeps this record, on this network, with this environment. */
type Signer = { readonly stateFile: string; readonly networkMagic: number; readonly variables: Variables };

type OpenKey = SigningKey & {
  /** What its owner should know. */
  readonly remarks: readonly string[];
  close(): Promise<void>;
};

const BROUGHT =
  "The key was not made in its module, or could leave it once: copies of it may exist elsewhere. npm run hsm -- new " +
  "makes one that never leaves it.";

/**
 * The signer's key: from a file, or in a module. Throws in words. Beside the signer's record stands that a
 * stored PIN was refused.
 */
export async function openKey(values: KeyValues, signer: Signer): Promise<OpenKey> {
  const { stateFile, networkMagic, variables } = signer;
  const { "key-file": keyFile, "passphrase-file": passphraseFile, "pin-file": pinFile } = values;
  const named = Object.keys(MODULE_OPTIONS).filter((name) => name in values);
  if (keyFile !== undefined) {
    if (named.length > 0) throw usageError(`--key-file and --${named[0]} exclude each other: a signer has one key.`);
    const opened = await openSignerKey(keyFile, passphraseFile, networkMagic);
    return { ...signWith(opened), remarks: [], close: async () => undefined };
  }
  if (named.length === 0) throw usageError("Name the signer's key: --key-file, or --module with its token and key.");
  if (passphraseFile !== undefined)
    throw usageError("--passphrase-file opens a key file. A module has a PIN: --pin-file.");
  const choice = readToken(values);
  const key = readKey(values);
  const refused = pinFile === undefined ? null : rememberRefusedPin(pinFile, `${stateFile}.pin-refused`);
  await refused?.check();
  const forModule = readModuleVariables(values, variables);
  const entry = await readPin(choice, pinFile, forModule);
  const noted = async (error: unknown): Promise<never> => {
    if (error instanceof ModuleError && error.isPinRefused) await refused?.note();
    throw error;
  };
  const opened = await openModuleKey({ entry, key, variables: forModule }).catch(noted);
  // A session that was lost is opened again where something is signed.
  const sign = (message: Uint8Array) => opened.sign(message).catch(noted);
  return { ...opened, sign, remarks: opened.details.isBornInside ? [] : [BROUGHT] };
}
