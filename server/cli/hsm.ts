import { randomBytes } from "node:crypto";
import { utf8ToBytes } from "@noble/hashes/utils";
import { shown } from "@/server/domain/shown";
import { listModuleTokens, type ModuleKey, makeModuleKey, openModuleKey } from "@/server/signing/pkcs11/module-key";
import type { ModuleVariables } from "@/server/signing/pkcs11/module-variables";
import { runCommand, usageError } from "./command";
import { forbidCoreDumps } from "./core-dumps";
import {
  MODULE_OPTIONS,
  MODULE_USAGE,
  type ModuleValues,
  readKey,
  readModuleVariables,
  readToken,
} from "./module/options";
import { readPin } from "./module/pin";
import { publicHalf } from "./public-half";
import { readNetwork } from "./read-network";
import { requireConsent } from "./sign-consent";

const USAGE = `npm run hsm -- list  --module FILE                  shows the tokens of a hardware module (PKCS#11)
npm run hsm -- new   ... --key-label TEXT [--network N]   makes a key in it that never leaves it, and tries it out
npm run hsm -- check ... --key-label TEXT [--network N]   opens a key, tries it out, and prints its public half
npm run hsm -- sign  ... --key-label TEXT "TEXT"          signs a key's consent, as deploy printed it

${MODULE_USAGE}
  --network N      prints the key's address there, too: mainnet, preprod, preview, or a network magic

Pass the output of sign to --consents (deploy). Acts and plans are signed by npm run sign, by the same options, which
compares them with what you expect. A signer works with the key by them too: npm run signer -- --help. OPERATIONS.md,
"A key in a hardware module".`;

const OPTIONS = { ...MODULE_OPTIONS, network: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  // Processes that it starts for the module have the same limit.
  forbidCoreDumps();
  const [verb, text, ...more] = positionals;
  if (verb === undefined || !["list", "new", "check", "sign"].includes(verb)) {
    throw usageError(verb === undefined ? "Say list, new, check or sign." : `There is no command ${shown(verb)}.`);
  }
  if (more.length > 0 || (verb !== "sign" && text !== undefined)) {
    throw usageError(`${shown(more[0] ?? text ?? "")} is one word too many. Put a text in quotation marks.`);
  }
  if (verb === "sign") {
    if (!text) throw usageError("The text to sign is missing.");
    requireConsent(text);
  }
  const variables = readModuleVariables(values, process.env);
  if (verb === "list") {
    if (!values.module) throw usageError("--module is missing: the file of the module's PKCS#11 library.");
    console.log(JSON.stringify({ ok: true, tokens: await listModuleTokens(values.module, variables) }));
    return;
  }
  const networkMagic = values.network === undefined ? null : readNetwork(values.network);
  const key = await open(values, variables, verb === "new");
  try {
    if (verb === "sign" && text) {
      const signature = await key.sign(utf8ToBytes(text));
      console.error(`Signed: ${text}`);
      console.log(JSON.stringify({ [key.publicKey]: { signature } }));
    } else {
      const { label, id, isBornInside } = key.details;
      const half = publicHalf(key.publicKey, networkMagic);
      console.log(JSON.stringify({ ok: true, ...half, label, id, isBornInside }));
    }
  } finally {
    await key.close();
  }
});

async function open(values: ModuleValues, variables: ModuleVariables, isNew: boolean): Promise<ModuleKey> {
  const choice = readToken(values);
  const key = readKey(values);
  if (isNew && key.label === undefined) throw usageError("--key-label is missing: what the new key is to be called.");
  const entry = await readPin(choice, values["pin-file"], variables);
  if (!isNew) return openModuleKey({ entry, key, variables });
  const made = { label: key.label ?? "", id: key.id ?? randomBytes(8).toString("hex") };
  await makeModuleKey(entry, made, variables);
  return openModuleKey({ entry, key: made, variables });
}
