import { LEAST_PASSPHRASE_LENGTH, type SealedKey } from "@/server/domain/approver-key/vault";
import { readPrivateLine } from "@/server/files/read-private";
import type { SoftwareKey } from "@/server/signing/key-file";
import { openSealedKey } from "@/server/signing/sealed-key-file";
import { openQuestions } from "../ask";
import { usageError } from "../command";

/*
 * A passphrase is typed on a terminal, or is the one line of a file that only its owner may read. It is no argument and
 * no variable: other users see a process's arguments, and variables go to children and into dumps.
 */

export async function openWithPassphrase(
  file: string,
  sealed: SealedKey,
  passphraseFile: string | undefined,
): Promise<SoftwareKey> {
  return openSealedKey(file, sealed, await readPassphrase(passphraseFile, `Passphrase of ${file}`));
}

/** For a key that is to be sealed: typed twice, since nobody sees a typing error. */
export async function newPassphrase(passphraseFile: string | undefined): Promise<string> {
  const passphrase = await readPassphrase(passphraseFile, "New passphrase");
  if (passphrase.length < LEAST_PASSPHRASE_LENGTH) {
    throw usageError(`The passphrase must have at least ${LEAST_PASSPHRASE_LENGTH} characters. Nothing was written.`);
  }
  if (passphraseFile === undefined && (await readPassphrase(undefined, "The same again")) !== passphrase) {
    throw usageError("The two passphrases differ. Nothing was written.");
  }
  return passphrase;
}

async function readPassphrase(file: string | undefined, question: string): Promise<string> {
  if (file !== undefined) return readPrivateLine(file, "passphrase");
  if (!process.stdin.isTTY) {
    throw usageError("There is no terminal to ask for the passphrase: name a file with it, --passphrase-file FILE.");
  }
  const questions = openQuestions({ input: process.stdin, output: process.stderr });
  try {
    return await questions.ask(question, "hidden");
  } finally {
    questions.close();
  }
}
