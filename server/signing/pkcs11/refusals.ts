import { ModuleError, type ModuleProblem } from "./calls";

/** What modules answer, by the names of the standard (PKCS#11 3.0, "Function return values"), in our words. */
const WORDS: Readonly<Record<string, readonly [ModuleProblem, string]>> = {
  CKR_PIN_INCORRECT: [
    "pin",
    "The token refuses the PIN. It is not tried again, since a token locks after a few wrong ones.",
  ],
  CKR_PIN_INVALID: ["pin", "The PIN has characters that the token does not take."],
  CKR_PIN_LEN_RANGE: ["pin", "The PIN is shorter or longer than the token takes."],
  CKR_PIN_EXPIRED: ["pin", "The PIN has expired. Set a new one with the token's own tool."],
  CKR_PIN_LOCKED: [
    "pin",
    "The PIN is locked after too many wrong ones. Whoever has the token's SO PIN sets a new one with the token's own tool.",
  ],
  CKR_USER_PIN_NOT_INITIALIZED: ["pin", "The token has no user PIN yet. Set one with the token's own tool."],
  CKR_KEY_FUNCTION_NOT_PERMITTED: ["key", "The key is not one that signs (CKA_SIGN)."],
  CKR_KEY_TYPE_INCONSISTENT: ["key", "The key is not an ed25519 key."],
  CKR_MECHANISM_INVALID: ["key", "The token does not do ed25519 (CKM_EDDSA)."],
  CKR_TOKEN_WRITE_PROTECTED: ["key", "The token cannot be written."],
  CKR_DEVICE_MEMORY: ["module", "The device has no memory left."],
  CKR_DEVICE_ERROR: ["module", "The device reports an error of its own."],
  CKR_DEVICE_REMOVED: ["module", "The device was removed."],
  CKR_TOKEN_NOT_PRESENT: ["module", "The token is not there."],
  CKR_TOKEN_NOT_RECOGNIZED: ["module", "The module does not recognise the token."],
  CKR_SESSION_HANDLE_INVALID: ["module", "The session with the token is lost."],
  CKR_SESSION_CLOSED: ["module", "The token has closed the session."],
  CKR_USER_NOT_LOGGED_IN: ["module", "The token has ended the login."],
  CKR_OBJECT_HANDLE_INVALID: ["module", "The key is no longer where it was in the token."],
  CKR_KEY_HANDLE_INVALID: ["module", "The key is no longer where it was in the token."],
  CKR_SESSION_COUNT: ["module", "The token has no session left: other programs hold them all."],
};

/** Runs calls of the module. What it refuses is thrown as a ModuleError; `what` is done with it, as a clause. */
export function saying<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ModuleError) throw error;
    const code = codeOf(error);
    const [kind, words] = WORDS[code] ?? ["module", "The module refuses it for a reason without words here."];
    const said = `${words} (${code || "no code"}, while ${what})`;
    throw new ModuleError(kind, said, { cause: error }, code === "CKR_PIN_INCORRECT");
  }
}

/** pkcs11js makes the code's name the message. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? (/\bCKR_\w+/.exec(error.message)?.[0] ?? "") : "";
}
