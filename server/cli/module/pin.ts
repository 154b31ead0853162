import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { readPrivateLine } from "@/server/files/read-private";
import { FileError } from "@/server/files/read-text";
import {
  type Entry,
  type FoundToken,
  isChosen,
  type PinState,
  sayToken,
  type TokenChoice,
} from "@/server/signing/pkcs11/calls";
import { listModuleTokens } from "@/server/signing/pkcs11/module-key";
import type { ModuleVariables } from "@/server/signing/pkcs11/module-variables";
import { openQuestions, type Terminal } from "../ask";
import { usageError } from "../command";

/** A PIN of a token: from a file, or typed by a person, who is told first what a wrong one would do. */
export async function readPin(
  choice: TokenChoice,
  file: string | undefined,
  variables: ModuleVariables,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<Entry> {
  if (file !== undefined) return { ...choice, pin: await readPinFile(file), origin: "stored" };
  if (!("isTTY" in terminal.input && terminal.input.isTTY)) {
    throw usageError("--pin-file is missing, and there is no terminal at which to ask for the PIN.");
  }
  const tokens = await listModuleTokens(choice.module, variables);
  const found = tokens.find((token) => isChosen(token, choice.token));
  const questions = openQuestions(terminal);
  try {
    if (found) warn(found, terminal);
    return {
      ...choice,
      pin: await questions.ask(`PIN of the token ${sayToken(choice.token)}`, "hidden"),
      origin: "typed",
    };
  } finally {
    questions.close();
  }
}

const WARNINGS: Readonly<Record<PinState, string>> = {
  ready: "",
  "not-set": "",
  locked: "",
  "wrong-given": "A wrong PIN was given to this token before. After some more it locks.",
  "one-try-left": "One more wrong PIN locks this token. Leave with Ctrl-C if you are not sure.",
};

function warn({ pin }: FoundToken, { output }: Terminal): void {
  if (WARNINGS[pin] !== "") output.write(`${WARNINGS[pin]}\n`);
}

/** No token takes a longer one. */
const MOST_PIN_LETTERS = 255;

async function readPinFile(file: string): Promise<string> {
  const pin = await readPrivateLine(file, "PIN");
  if (pin.length <= MOST_PIN_LETTERS) return pin;
  throw new FileError(`${file} must hold the PIN, which has at most ${MOST_PIN_LETTERS} characters.`);
}

/**
 * Remembers that the PIN in a file was refused, so that whatever starts the signer again and again tries it once, also
 * where a token does not tell of wrong PINs. It holds nothing of the PIN: only when its file was written.
 */
export function rememberRefusedPin(pinFile: string, markFile: string) {
  const written = async () => `${pinFile} ${(await stat(pinFile)).mtimeMs}\n`;
  /** Of the file as it was read: it may have been put right before the PIN is refused. */
  let seen: string | null = null;
  return {
    /** Throws a FileError if the PIN in the file is one that was refused. */
    check: async () => {
      seen = await written();
      if (readMark(markFile) !== seen) return rmSync(markFile, { force: true });
      throw new FileError(
        `The token refused the PIN in ${pinFile}, which has not been written since. It is not tried again, so that the ` +
          `token does not lock. Write the right PIN to it, or remove ${markFile} if the token's PIN was set to this one.`,
      );
    },
    note: async () => writeFileSync(markFile, seen ?? (await written()), { mode: 0o600 }),
  };
}

function readMark(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
