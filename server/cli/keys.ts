import { shown } from "@/server/domain/shown";
import { writeEnvelope } from "@/server/signing/cardano-cli-key";
import {
  createKeyFile,
  newKey,
  plainKey,
  readAnyKeyFile,
  readKeyFile,
  type SoftwareKey,
  writeKeyFile,
} from "@/server/signing/key-file";
import { sealedKey } from "@/server/signing/sealed-key-file";
import { runCommand, usageError } from "./command";
import { forbidCoreDumps } from "./core-dumps";
import { signConsent } from "./deploy/keys";
import { publicHalf } from "./public-half";
import { readNetwork } from "./read-network";
import { requireConsent } from "./sign-consent";
import { newPassphrase, openWithPassphrase } from "./signer/passphrase";

const USAGE = `npm run keys -- new FILE [--sealed] [--network N]   creates a key, sealed under a passphrase or plain
npm run keys -- show FILE [--network N]             prints the public half
npm run keys -- sign FILE TEXT                      signs a key's consent, as deploy printed it; works offline
npm run keys -- seal FILE NEW_FILE                  writes a plain key, sealed under a passphrase, to another file
npm run keys -- open FILE NEW_FILE                  writes a sealed key, plain, to another file
npm run keys -- export FILE NAME                    writes NAME.skey and NAME.vkey, as cardano-cli has them, plain

A file is one that new or seal has written, or a payment key of cardano-cli (.skey). Only its owner may read what is
written, and no file is replaced. new, show and sign print the public half. Pass the output of sign to --consents
(deploy). Acts and plans are signed by npm run sign, which compares them with what you expect. On mainnet a signer takes
sealed keys only; approvers sign in their wallet or in the console.

  --network N             prints the key's address there, too: mainnet, preprod, preview, or a network magic
  --sealed                seals the new key
  --passphrase-file FILE  the passphrase, in a file of its owner's alone; otherwise it is asked for on the terminal`;

const OPTIONS = {
  network: { type: "string" },
  sealed: { type: "boolean", default: false },
  "passphrase-file": { type: "string" },
} as const;
const VERBS = ["new", "show", "sign", "seal", "open", "export"];

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  forbidCoreDumps();
  const [verb, file, text, ...more] = positionals;
  if (!verb || !file) throw usageError("Say new, show, sign, seal, open or export, and name a key file.");
  if (!VERBS.includes(verb)) {
    throw usageError(`There is no command ${shown(verb)}. Say new, show, sign, seal, open or export.`);
  }
  const isLookedAt = verb === "new" || verb === "show";
  if (more.length > 0 || (isLookedAt && text !== undefined)) {
    throw usageError(`${shown(more[0] ?? text ?? "")} is one word too many. Put a text in quotation marks.`);
  }
  if (values.network !== undefined && !isLookedAt) throw usageError("--network is for new and show.");
  if (values.sealed && verb !== "new") throw usageError("--sealed is for new.");
  const networkMagic = values.network === undefined ? null : readNetwork(values.network);
  const passphraseFile = values["passphrase-file"];
  if (verb === "new") return print((await create(file, values.sealed, passphraseFile)).publicKey, networkMagic);
  if (verb === "show") return print((await readAnyKeyFile(file)).publicKey, networkMagic);
  if (!text) throw usageError(verb === "sign" ? "The text to sign is missing." : "The file to write is missing.");
  if (verb === "sign") {
    requireConsent(text);
    const key = await open(file, passphraseFile);
    const envelope = signConsent(key, text);
    console.error(`Signed: ${text}`);
    console.log(JSON.stringify({ [key.publicKey]: { signature: envelope.signature } }));
    return;
  }
  if (verb === "seal") {
    const key = await readKeyFile(file);
    await writeKeyFile(text, await sealedKey(key, await newPassphrase(passphraseFile)));
    console.error(`The plain key is still in ${file}. Destroy it once the sealed one has opened.`);
    return print(key.publicKey, null);
  }
  const key = await open(file, passphraseFile);
  if (verb === "open") await writeKeyFile(text, plainKey(key));
  else {
    await writeKeyFile(`${text}.skey`, writeEnvelope("secret", key.secretKey));
    await writeKeyFile(`${text}.vkey`, writeEnvelope("public", key.publicKey));
  }
  print(key.publicKey, null);
});

async function create(file: string, isSealed: boolean, passphraseFile: string | undefined): Promise<SoftwareKey> {
  if (!isSealed) {
    if (passphraseFile !== undefined) throw usageError("--passphrase-file is for a sealed key: say --sealed too.");
    return createKeyFile(file);
  }
  const key = newKey();
  await writeKeyFile(file, await sealedKey(key, await newPassphrase(passphraseFile)));
  return key;
}

async function open(file: string, passphraseFile: string | undefined): Promise<SoftwareKey> {
  const found = await readAnyKeyFile(file);
  return "secretKey" in found ? found : openWithPassphrase(file, found, passphraseFile);
}

function print(publicKey: string, networkMagic: number | null): void {
  console.log(JSON.stringify({ ok: true, ...publicHalf(publicKey, networkMagic) }));
}
