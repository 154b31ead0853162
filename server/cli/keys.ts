import { parseArgs } from "node:util";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { createKeyFile, readKeyFile } from "@/server/signing/key-file";
import { runCommand, usageError } from "./command";
import { signConsent } from "./deploy/keys";

const USAGE = `npm run keys -- new FILE          creates a key that only its owner may read, and prints its public half
npm run keys -- show FILE         prints the public half
npm run keys -- sign FILE TEXT    signs a text that deploy or pool printed; works offline

Pass the output of sign to --consents (deploy) or --signatures (pool). Use software keys on test networks and for the
operator only; approvers on mainnet sign in their wallet or in the console.`;

await runCommand(USAGE, async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [verb, file, text, ...more] = positionals;
  if (!verb || !file || more.length > 0) throw usageError("A command and a file are needed.");
  switch (verb) {
    case "new":
    case "show": {
      const { publicKey } = verb === "new" ? await createKeyFile(file) : await readKeyFile(file);
      console.log(JSON.stringify({ ok: true, publicKey, keyHash: keyHashOf(publicKey) }));
      return;
    }
    case "sign": {
      if (!text) throw usageError("The text to sign is missing.");
      const key = await readKeyFile(file);
      const envelope = signConsent(key, text);
      console.error(`Signed: ${text}`);
      console.log(JSON.stringify({ [key.publicKey]: { signature: envelope.signature } }));
      return;
    }
    default:
      throw usageError(`Unknown command "${verb}".`);
  }
});
