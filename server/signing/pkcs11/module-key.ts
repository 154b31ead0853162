import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { judgeSignature } from "@/server/domain/cardano/ed25519";
import type { SigningKey } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Entry, type FoundToken, type KeyChoice, ModuleError, type OpenedKey } from "./calls";
import { type ModuleProcess, startModule } from "./module-process";
import type { ModuleVariables } from "./module-variables";

/** How long a module may take. Two of each, where a session is lost, are less than a caller waits (sign-body.ts). */
const SIGN_MS = 6_000;
const OPEN_MS = 9_000;
/** Cards take their time to make a key. */
const MAKE_MS = 60_000;

export type ModuleKeyOptions = {
  readonly entry: Entry;
  readonly key: KeyChoice;
  readonly variables: ModuleVariables;
  /** How long to wait for a signature; for tests. */
  readonly signMs?: number;
};

/** A key that a module holds. `close` leaves the module. */
export type ModuleKey = SigningKey & { readonly details: OpenedKey; close(): Promise<void> };

/**
 * What a key signs to show that it works. Nothing takes it for a permission (contracts/README.md, "Approvals that a
 * human can read").
 */
const TRIAL = "The key of this signer works: this permits nothing.";
const WRONG = "The module gave a signature that is not one of its key. It was not handed out. See to the device.";

/**
 * Opens a key in a module and tries it out. Throws a ModuleError in words: no token, no key, a PIN that is refused or
 * would be risked, a key that could leave the module, a module that does not answer. A session that is lost is opened
 * again when a signature is wanted, in a new process; a PIN that was refused is never used again.
 */
export async function openModuleKey(options: ModuleKeyOptions): Promise<ModuleKey> {
  const { signMs = SIGN_MS } = options;
  const first = await openSession(options);
  const { details } = first;
  /** Null after a failure: what is left of a session is not used again. */
  let session: typeof first | null = first;
  /** Why the PIN is of no use any more. */
  let refused: ModuleError | null = null;

  const leave = (error: unknown): never => {
    session?.module.kill();
    session = null;
    if (error instanceof ModuleError && error.kind === "pin") refused = error;
    throw error;
  };
  const signOnce = async (message: Uint8Array): Promise<Hex> => {
    if (refused) throw refused;
    session ??= await openSession({ ...options, entry: { ...options.entry, origin: "accepted" } });
    const { publicKey } = session.details;
    if (publicKey !== details.publicKey) {
      throw new ModuleError("key", `The module shows another key now: ${publicKey}, not ${details.publicKey}.`);
    }
    return session.module.ask({ ask: "sign", message: Buffer.from(message).toString("hex") }, signMs);
  };
  const sign = async (message: Uint8Array): Promise<Hex> => {
    const signature = await signOnce(message)
      .catch(leave)
      .catch((error: unknown) => {
        // Whatever was lost, a new process knows nothing of it.
        if (error instanceof ModuleError && error.kind === "module") return signOnce(message).catch(leave);
        throw error;
      });
    return isRight(signature, message, details.publicKey) ? signature : leave(new ModuleError("module", WRONG));
  };

  await sign(utf8ToBytes(TRIAL));
  const inTurn = createTurns();
  return {
    publicKey: details.publicKey,
    details,
    sign: (message) => inTurn(() => sign(message)),
    close: () =>
      inTurn(async () => {
        if (session) await close(session.module);
        session = null;
      }),
  };
}

/** Makes a key that never leaves its token: ed25519, sensitive, not extractable. Throws as `openModuleKey` does. */
export async function makeModuleKey(
  entry: Entry,
  key: Required<KeyChoice>,
  variables: ModuleVariables,
): Promise<OpenedKey> {
  return using(variables, (module) => module.ask({ ask: "make", key, ...entry }, MAKE_MS));
}

/** The tokens of a module, without logging in. Throws a ModuleError. */
export function listModuleTokens(file: string, variables: ModuleVariables): Promise<readonly FoundToken[]> {
  return using(variables, (module) => module.ask({ ask: "tokens", module: file }, OPEN_MS));
}

async function openSession({ entry, key, variables }: ModuleKeyOptions) {
  const module = startModule(variables);
  try {
    return { module, details: await module.ask({ ask: "open", key, ...entry }, OPEN_MS) };
  } catch (error) {
    module.kill();
    throw error;
  }
}

async function using<T>(variables: ModuleVariables, work: (module: ModuleProcess) => Promise<T>): Promise<T> {
  const module = startModule(variables);
  try {
    return await work(module);
  } finally {
    await close(module);
  }
}

/** Modules count sessions: it is left in order, if it lets us. */
async function close(module: ModuleProcess): Promise<void> {
  await module.ask({ ask: "close" }, SIGN_MS).catch(() => undefined);
  module.kill();
}

/** By the ledger's rule, here and not in the module's process. */
function isRight(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  return signature.length === 128 && judgeSignature(hexToBytes(signature), message, hexToBytes(publicKey)) === "right";
}

/** A module does one thing at a time. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
