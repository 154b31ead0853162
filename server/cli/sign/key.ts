import { utf8ToBytes } from "@noble/hashes/utils";
import { openKey as openSealed } from "@/server/domain/approver-key/vault";
import { answerOf, type Signable, signRequest } from "@/server/domain/signing-request/sign";
import type { Hex } from "@/server/domain/units";
import { readAnyKeyFile } from "@/server/signing/key-file";
import { openModuleKey } from "@/server/signing/pkcs11/module-key";
import { openQuestions } from "../ask";
import { usageError } from "../command";
import { MODULE_OPTIONS, type ModuleValues, readKey, readModuleVariables, readToken } from "../module/options";
import { readPin } from "../module/pin";

/** A person's key. */
export type RequestKey = {
  readonly publicKey: Hex;
  /** The answer to a request, as the console takes it. Throws in words. */
  answer(toSign: Signable): Promise<string>;
  close(): Promise<void>;
};

const nothing = async () => undefined;

/**
 * The key that the options name, in a file or in a module. A file's passphrase is asked for only when nothing speaks
 * against signing; of a module nothing is known before its PIN. Throws in words.
 */
export async function openRequestKey(
  values: ModuleValues & { readonly key?: string | undefined },
): Promise<RequestKey> {
  const named = Object.keys(MODULE_OPTIONS).find((name) => name in values);
  if (values.key === undefined) {
    if (named === undefined) throw usageError("Name your key: --key FILE, or --module with its token and key.");
    return openInModule(values);
  }
  if (named !== undefined) throw usageError(`--key and --${named} exclude each other.`);
  const found = await readAnyKeyFile(values.key);
  const { publicKey } = found;
  if ("secretKey" in found) {
    return { publicKey, answer: async (toSign) => signRequest(toSign, found.secretKey), close: nothing };
  }
  const answer = async (toSign: Signable) => {
    const questions = openQuestions({ input: process.stdin, output: process.stderr });
    const passphrase = await questions.ask("Passphrase of the key", "hidden").finally(questions.close);
    const opened = await openSealed(found, passphrase);
    if (!opened.ok) throw new Error(opened.problem);
    return signRequest(toSign, opened.secretKey);
  };
  return { publicKey, answer, close: nothing };
}

async function openInModule(values: ModuleValues): Promise<RequestKey> {
  const [choice, key] = [readToken(values), readKey(values)];
  const variables = readModuleVariables(values, process.env);
  const entry = await readPin(choice, values["pin-file"], variables);
  const { publicKey, sign, close } = await openModuleKey({ entry, key, variables });
  return {
    publicKey,
    answer: async (toSign) => answerOf(toSign, await sign(utf8ToBytes(toSign.request.text))),
    close,
  };
}
