import { shown } from "@/server/domain/shown";
import {
  type Entry,
  type FoundToken,
  isChosen,
  ModuleError,
  type PinOrigin,
  type PinState,
  sayToken,
  type TokenChoice,
} from "./calls";
import type { Pkcs11 } from "./library";
import { saying } from "./refusals";

/** Of the standard's numbers, those that are used here; pkcs11js 2.1 has none of PKCS#11 3.0. */
export const MECHANISM = { makeEdwards: 0x1055, eddsa: 0x1057 } as const;
const FLAG = { pinSet: 0x8, pinCountLow: 0x10000, pinFinalTry: 0x20000, pinLocked: 0x40000 } as const;
const SESSION = { serial: 0x4, writable: 0x2 } as const;
const USER = 1;

export type Session = { readonly module: Pkcs11; readonly handle: Buffer };

/** The tokens that are present and initialised. One that cannot be read is left out. */
export function listTokens(module: Pkcs11): FoundToken[] {
  const slots = saying("listing its slots", () => module.C_GetSlotList(true));
  return slots.flatMap((slot) => readToken(module, slot) ?? []);
}

function readToken(module: Pkcs11, slot: Buffer): FoundToken | null {
  try {
    const { label, model, serialNumber, flags } = module.C_GetTokenInfo(slot);
    const mechanisms = module.C_GetMechanismList(slot);
    if (label.trim() === "") return null;
    return {
      slot: `${numberOf(slot)}`,
      label: label.trim(),
      model: model.trim(),
      serial: serialNumber.trim(),
      pin: pinStateOf(flags),
      hasEd25519: mechanisms.includes(MECHANISM.makeEdwards) && mechanisms.includes(MECHANISM.eddsa),
    };
  } catch {
    return null;
  }
}

function pinStateOf(flags: number): PinState {
  if ((flags & FLAG.pinLocked) !== 0) return "locked";
  if ((flags & FLAG.pinFinalTry) !== 0) return "one-try-left";
  if ((flags & FLAG.pinCountLow) !== 0) return "wrong-given";
  return (flags & FLAG.pinSet) === 0 ? "not-set" : "ready";
}

/** Opens a session and logs in, where that can burn no try. Throws a ModuleError. */
export function enter(module: Pkcs11, { token: choice, pin, origin }: Entry, writable = false): Session {
  const token = chooseToken(listTokens(module), choice);
  refuseRisk(token, origin);
  const slot = saying("listing its slots", () => module.C_GetSlotList(true)).find(
    (one) => `${numberOf(one)}` === token.slot,
  );
  if (!slot) throw new ModuleError("module", `The token ${shown(token.label)} has just gone.`);
  const flags = SESSION.serial | (writable ? SESSION.writable : 0);
  const handle = saying("opening a session", () => module.C_OpenSession(slot, flags));
  saying("logging in", () => module.C_Login(handle, USER, pin));
  return { module, handle };
}

function chooseToken(tokens: readonly FoundToken[], choice: TokenChoice["token"]): FoundToken {
  const [first, ...more] = tokens.filter((token) => isChosen(token, choice));
  const wanted = sayToken(choice);
  if (!first) {
    const there = tokens.map(({ label, slot }) => `${shown(label)} in slot ${slot}`).join(", ") || "none";
    throw new ModuleError("module", `The module shows no token ${wanted}. What it shows: ${there}.`);
  }
  if (more.length === 0) return first;
  const slots = [first, ...more].map(({ slot }) => slot).join(", ");
  throw new ModuleError("key", `Several tokens have the label ${wanted}. Name one with --slot: ${slots}.`);
}

const CHECK = "Type it once with npm run hsm -- check, without --pin-file: a right PIN ends the token's count.";
const RISKS: Readonly<Record<PinState, string | null>> = {
  ready: null,
  locked:
    "The PIN is locked after too many wrong ones. Whoever has the token's SO PIN sets a new one with the token's own tool.",
  "one-try-left": `One more wrong PIN locks the token, so the PIN is not tried by itself. ${CHECK}`,
  "wrong-given": `A wrong PIN was given to the token, so the stored one is not tried. ${CHECK}`,
  "not-set": "The token has no user PIN yet. Set one with the token's own tool.",
};

/** A wrong PIN is never tried twice, also not by whatever starts the signer again and again. */
function refuseRisk({ pin }: FoundToken, origin: PinOrigin): void {
  const isTaken: Readonly<Record<PinOrigin, readonly PinState[]>> = {
    stored: ["ready"],
    accepted: ["ready", "wrong-given"],
    typed: ["ready", "wrong-given", "one-try-left"],
  };
  if (!isTaken[origin].includes(pin)) throw new ModuleError("pin", RISKS[pin] ?? "");
}

/** A handle is a number of the module's own machine. */
function numberOf(handle: Buffer): bigint {
  return handle.length === 8 ? handle.readBigUInt64LE() : BigInt(handle.readUInt32LE());
}
