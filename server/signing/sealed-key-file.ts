import { randomBytes } from "node:crypto";
import { openKey, type SealedKey, sealKey } from "@/server/domain/approver-key/vault";
import { FileError } from "@/server/files/read-text";
import { keyFromSecret, type SoftwareKey } from "./key-file";

/** The text of a sealed key file. Throws RangeError for a passphrase that is too short. */
export async function sealedKey({ secretKey }: SoftwareKey, passphrase: string): Promise<string> {
  const sealed = await sealKey({ secretKey, passphrase, salt: randomBytes(16), iv: randomBytes(12) }, "scrypt");
  return `${JSON.stringify(sealed)}\n`;
}

/** Opens a sealed key; `file` names it in the error. Throws FileError. */
export async function openSealedKey(file: string, sealed: SealedKey, passphrase: string): Promise<SoftwareKey> {
  const opened = await openKey(sealed, passphrase);
  if (opened.ok) return keyFromSecret(opened.secretKey);
  throw new FileError(
    `${file} does not open: the passphrase is wrong, or the file was changed. Its public key is ${sealed.publicKey}.`,
  );
}
