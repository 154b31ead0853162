import type { SigningKey } from "@/server/domain/ports";
import { readKeyFile, signWith } from "@/server/signing/key-file";
import { ModuleError } from "@/server/signing/pkcs11/calls";
import { openModuleKey } from "@/server/signing/pkcs11/module-key";
import type { Variables } from "@/server/signing/pkcs11/module-process";
import { usageError } from "../command";
import { MODULE_OPTIONS, type ModuleValues, readKey, readToken } from "../module/options";
import { readPin, rememberRefusedPin } from "../module/pin";

export const KEY_OPTIONS = { "key-file": { type: "string" }, ...MODULE_OPTIONS } as const;

type KeyValues = ModuleValues & { readonly "key-file"?: string | undefined };
type OpenKey = SigningKey & {
  /** What its owner should know. */
  readonly remarks: readonly string[];
  close(): Promise<void>;
};

const BROUGHT =
  "The key was not made in its module, or could leave it once: copies of it may exist elsewhere. npm run hsm -- new " +
  "makes one that never leaves it.";

/**
 * The signer's key: from a file, or in a module. Throws in words. `stateFile` is the signer's record: beside it stands
 * that a stored PIN was refused.
 */
export async function openKey(values: KeyValues, stateFile: string, variables: Variables): Promise<OpenKey> {
  const { "key-file": keyFile, "pin-file": pinFile } = values;
  const named = Object.keys(MODULE_OPTIONS).filter((name) => name in values);
  if (keyFile !== undefined) {
    if (named.length > 0) throw usageError(`--key-file and --${named[0]} exclude each other: a signer has one key.`);
    return { ...signWith(await readKeyFile(keyFile)), remarks: [], close: async () => undefined };
  }
  if (named.length === 0) throw usageError("Name the signer's key: --key-file, or --module with its token and key.");
  const choice = readToken(values);
  const key = readKey(values);
  const refused = pinFile === undefined ? null : rememberRefusedPin(pinFile, `${stateFile}.pin-refused`);
  await refused?.check();
  const entry = await readPin(choice, pinFile, variables);
  try {
    const opened = await openModuleKey({ entry, key, variables });
    return { ...opened, remarks: opened.details.isBornInside ? [] : [BROUGHT] };
  } catch (error) {
    if (error instanceof ModuleError && error.isPinRefused) await refused?.note();
    throw error;
  }
}
