import "@/components/admin/no-eval";

import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { signingTexts } from "@/components/messages/signing";
import { openKey, readSealedKey } from "@/server/domain/approver-key/vault";

const { problems } = signingTexts;

export type SealedSignature =
  | { readonly ok: true; readonly signature: string }
  | { readonly ok: false; readonly problem: string };

/** Opens a sealed key with its passphrase, for this moment only, and signs the exact text with it. */
export async function signWithSealedKey(input: {
  readonly sealed: string | null;
  readonly publicKey: string;
  readonly passphrase: string;
  readonly text: string;
}): Promise<SealedSignature> {
  const no = (problem: string): SealedSignature => ({ ok: false, problem });
  if (input.sealed === null) return no(problems.noFile);
  if (input.passphrase === "") return no(problems.noPassphrase);
  if (!globalThis.crypto?.subtle) return no(problems.noHttps);
  const read = readSealedKey(input.sealed);
  if (!read.ok) return no(problems.unreadable(read.problem));
  if (read.key.publicKey !== input.publicKey) return no(problems.otherKey);
  const opened = await openKey(read.key, input.passphrase);
  if (!opened.ok) return no(opened.problem);
  return { ok: true, signature: bytesToHex(ed25519.sign(utf8ToBytes(input.text), opened.secretKey)) };
}
