import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { openKey, readSealedKey } from "@/server/domain/approver-key/vault";

export type SealedSignature =
  | { readonly ok: true; readonly signature: string }
  | { readonly ok: false; readonly problem: string };

/** Opens a sealed key with its passphrase, here and for this moment only, and signs the exact text with it. */
export async function signWithSealedKey(input: {
  readonly sealed: string | null;
  readonly publicKey: string;
  readonly passphrase: string;
  readonly text: string;
}): Promise<SealedSignature> {
  const no = (problem: string): SealedSignature => ({ ok: false, problem });
  if (input.sealed === null) return no("Choose your key file first.");
  if (input.passphrase === "") return no("Type the passphrase of your key.");
  if (!globalThis.crypto?.subtle) {
    return no("The browser opens keys only on pages that came over HTTPS. Use the https address.");
  }
  const read = readSealedKey(input.sealed);
  if (!read.ok) return no(`The key file cannot be read: ${read.problem}.`);
  if (read.key.publicKey !== input.publicKey) {
    return no("This is another key than the one that is enrolled as yours.");
  }
  const opened = await openKey(read.key, input.passphrase);
  if (!opened.ok) return no(opened.problem);
  return { ok: true, signature: bytesToHex(ed25519.sign(utf8ToBytes(input.text), opened.secretKey)) };
}
