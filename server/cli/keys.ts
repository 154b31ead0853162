import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf } from "@/server/domain/cardano/network";
import { shown } from "@/server/domain/shown";
import { createKeyFile, readKeyFile } from "@/server/signing/key-file";
import { runCommand, usageError } from "./command";
import { signConsent } from "./deploy/keys";
import { readNetwork } from "./read-network";

const USAGE = `npm run keys -- new FILE [--network N]    creates a key that only its owner may read, and prints its public half
npm run keys -- show FILE [--network N]   prints the public half
npm run keys -- sign FILE TEXT            signs a text that deploy or pool printed; works offline

A file is one that new has written, or a payment key of cardano-cli (.skey).
Pass the output of sign to --consents (deploy) or --signatures (pool). Use software keys on test networks and for the
operator only; approvers on mainnet sign in their wallet or in the console.

  --network N      prints the key's address there, too: mainnet, preprod, preview, or a network magic`;

const OPTIONS = { network: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb, file, text, ...more] = positionals;
  if (!verb || !file) throw usageError("Say new, show or sign, and name a key file.");
  if (more.length > 0 || (verb !== "sign" && text !== undefined)) {
    throw usageError(`${shown(more[0] ?? text ?? "")} is one word too many. Put a text in quotation marks.`);
  }
  switch (verb) {
    case "new":
    case "show": {
      const networkMagic = values.network === undefined ? null : readNetwork(values.network);
      const { publicKey } = verb === "new" ? await createKeyFile(file) : await readKeyFile(file);
      console.log(
        JSON.stringify({ ok: true, publicKey, keyHash: keyHashOf(publicKey), ...at(publicKey, networkMagic) }),
      );
      return;
    }
    case "sign": {
      if (!text) throw usageError("The text to sign is missing.");
      if (values.network !== undefined) throw usageError("--network is for new and show.");
      const key = await readKeyFile(file);
      const envelope = signConsent(key, text);
      console.error(`Signed: ${text}`);
      console.log(JSON.stringify({ [key.publicKey]: { signature: envelope.signature } }));
      return;
    }
    default:
      throw usageError(`There is no command ${shown(verb)}. Say new, show or sign.`);
  }
});

function at(publicKey: string, networkMagic: number | null) {
  return networkMagic === null ? {} : { address: enterpriseAddress(networkIdOf(networkMagic), publicKey) };
}
