import {
  type Entry,
  type ModuleAnswer,
  type ModuleAnswers,
  type ModuleCall,
  ModuleError,
  type OpenedKey,
} from "./calls";
import { newPkcs11, type Pkcs11 } from "./library";
import { saying } from "./refusals";
import { enter, listTokens, type Session } from "./token";
import { findKey, makeKey, signInToken, type TokenKey } from "./token-key";

/*
 * The process that has a module's library in it: what its vendor wrote can hang or crash here without harm to the
 * signer. It does one call at a time and ends with whoever started it.
 */

type Opened = { readonly session: Session; readonly key: TokenKey; readonly pin: string };

let loaded: Pkcs11 | null = null;
let opened: Opened | null = null;

process.on("disconnect", () => process.exit());
// Who started us decides when we end, also where a terminal interrupts all.
process.on("SIGINT", () => undefined);
process.on("message", (call: ModuleCall) => {
  process.send?.(answer(call));
  if (call.ask === "close") process.disconnect();
});
process.send?.("ready");

function answer(call: ModuleCall): ModuleAnswer {
  try {
    return { ok: true, value: work(call) };
  } catch (error) {
    if (error instanceof ModuleError) {
      const { kind, message, isPinRefused } = error;
      return { ok: false, kind, problem: message, isPinRefused };
    }
    const said = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      kind: "module",
      problem: `The module fails in a way without words here: ${said}`,
      isPinRefused: false,
    };
  }
}

function work(call: ModuleCall): ModuleAnswers[keyof ModuleAnswers] {
  switch (call.ask) {
    case "tokens":
      return listTokens(load(call.module));
    case "open":
      return open(call, enter(load(call.module), call), (session) => findKey(session, call.key));
    case "make":
      return open(call, enter(load(call.module), call, true), (session) => makeKey(session, call.key));
    case "sign": {
      if (!opened) throw new ModuleError("module", "No key is open.");
      const { session, key, pin } = opened;
      return signInToken(session, key, Buffer.from(call.message, "hex"), pin);
    }
    case "close":
      // Not every module can be left twice; what it says at the end changes nothing.
      if (loaded) saying("leaving the module", () => loaded?.C_Finalize());
      return null;
  }
}

function open({ pin }: Entry, session: Session, choose: (session: Session) => TokenKey): OpenedKey {
  const key = choose(session);
  opened = { session, key, pin };
  const { publicKey, label, id, isBornInside } = key;
  return { publicKey, label, id, isBornInside };
}

const MISSING =
  "The package pkcs11js, which speaks to modules, is not there: npm compiles it where it is installed. Install a C++ " +
  "compiler, make and Python 3 (Debian: apt-get install g++ make python3), then run: npm ci";

function loadLibrary(): Pkcs11 {
  try {
    return newPkcs11();
  } catch (error) {
    throw new ModuleError("key", MISSING, { cause: error });
  }
}

function load(file: string): Pkcs11 {
  if (loaded) return loaded;
  const module = loadLibrary();
  try {
    module.load(file);
  } catch (error) {
    throw new ModuleError("key", `${file} cannot be loaded: it is not there, or no PKCS#11 module of this machine.`, {
      cause: error,
    });
  }
  saying("starting the module", () => module.C_Initialize());
  loaded = module;
  return module;
}
