import { shown } from "@/server/domain/shown";
import type { Hex } from "@/server/domain/units";

/*
 * What is asked of the process that has loaded a module (module-process.ts, child.ts), and what it answers. One call
 * at a time: a module that does not answer is ended with its process.
 */

/** Where a key is: a module's library, and a token in it by its label or the number of its slot. */
export type TokenChoice = {
  readonly module: string;
  readonly token: { readonly label: string } | { readonly slot: string };
};

export function isChosen({ slot, label }: FoundToken, choice: TokenChoice["token"]): boolean {
  return "slot" in choice ? slot === choice.slot : label === choice.label;
}

/** As people named it. */
export function sayToken(choice: TokenChoice["token"]): string {
  return "slot" in choice ? `in slot ${choice.slot}` : shown(choice.label);
}

/** A key by its label, its id (hex), or both. */
export type KeyChoice = { readonly label?: string; readonly id?: Hex };

/**
 * What is known of a PIN, since each wrong one may be the last that a token allows: `stored` is tried only where no
 * wrong one has been given, `accepted` was right once, and `typed` comes from a person who knows what they do.
 */
export type PinOrigin = "stored" | "accepted" | "typed";

export type Entry = TokenChoice & { readonly pin: string; readonly origin: PinOrigin };

export type ModuleCall =
  | { readonly ask: "tokens"; readonly module: string }
  | ({ readonly ask: "open"; readonly key: KeyChoice } & Entry)
  | ({ readonly ask: "make"; readonly key: Required<KeyChoice> } & Entry)
  /** With the key that was opened. */
  | { readonly ask: "sign"; readonly message: Hex }
  | { readonly ask: "close" };

export type FoundToken = {
  readonly slot: string;
  readonly label: string;
  readonly model: string;
  readonly serial: string;
  /** Of its PIN, as far as the token tells. */
  readonly pin: PinState;
  /** Makes and uses ed25519 keys. */
  readonly hasEd25519: boolean;
};
export type PinState = "ready" | "wrong-given" | "one-try-left" | "locked" | "not-set";

export type OpenedKey = {
  readonly publicKey: Hex;
  readonly label: string;
  readonly id: Hex;
  /** It was made in the module and could never leave it. False of one that was brought there. */
  readonly isBornInside: boolean;
};

export type ModuleAnswers = {
  readonly tokens: readonly FoundToken[];
  readonly open: OpenedKey;
  readonly make: OpenedKey;
  readonly sign: Hex;
  readonly close: null;
};

/**
 * Why a module does not do what it is asked: `pin` is never tried again, `key` is what somebody has to change in the
 * token or the options, `module` may be over with a new process: a session, a token or a device that was lost.
 */
export type ModuleProblem = "pin" | "key" | "module";

export class ModuleError extends Error {
  override readonly name = "ModuleError";
  constructor(
    readonly kind: ModuleProblem,
    message: string,
    options?: ErrorOptions,
    /** The PIN was tried, and was wrong. */
    readonly isPinRefused = false,
  ) {
    super(message, options);
  }
}

export type ModuleAnswer =
  | { readonly ok: true; readonly value: ModuleAnswers[keyof ModuleAnswers] }
  | { readonly ok: false; readonly kind: ModuleProblem; readonly problem: string; readonly isPinRefused: boolean };
