import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { AssetUnit, Hex } from "../units";
import { type AddressProblem, parseAddress } from "./address";

/*
 * ADA Handle: a name that whoever holds its token goes by. The facts are its makers', who publish them at
 * github.com/koralabs/kora-labs-common (handles: policies and constants): one policy on mainnet, preprod and preview;
 * names of a-z, 0-9, dash, underscore and period, up to 15 long; names under another one as sub@root, up to 28 in all.
 */
const HANDLE_POLICY: Hex = "f0ff48bbb7bbe9d59a40f1ce90e9e9d0ff5002ec48f232b49ca0fb9a";

const ROOT = /^[a-z0-9_.-]{1,15}$/;
const UNDER_ROOT = /^(?!.{29})[a-z0-9_.-]+@[a-z0-9_.-]{1,15}$/;

/** A handle without its dollar sign, in lower case. Bad input is a value; `problem` says what is right. */
export function readHandle(typed: string): { readonly handle: string } | AddressProblem {
  const handle = typed.toLowerCase();
  if (ROOT.test(handle) || UNDER_ROOT.test(handle)) return { handle };
  if (/[^a-z0-9_.@-]/.test(handle)) {
    return {
      problem: "A handle has only letters from a to z, digits, dashes, underscores and periods. Check its spelling.",
    };
  }
  return {
    problem:
      "A handle is $ and 1 to 15 characters, or $name@root with at most 28 in all. Check its spelling, or paste the address.",
  };
}

/** Labels of CIP-67: of a token that is held (222), and of a handle whose address is only written in a datum. */
const LABEL_HELD = "000de140";
const LABEL_VIRTUAL = "00000000";

/** The tokens that can be a handle's: those with metadata of CIP-68, of CIP-25, and virtual ones. */
export function handleUnits(handle: string): Readonly<Record<"cip68" | "cip25" | "virtual", AssetUnit>> {
  const name = bytesToHex(utf8ToBytes(handle));
  return {
    cip68: `${HANDLE_POLICY}${LABEL_HELD}${name}`,
    cip25: `${HANDLE_POLICY}${name}`,
    virtual: `${HANDLE_POLICY}${LABEL_VIRTUAL}${name}`,
  };
}

type Held = { readonly address: string; readonly quantity: bigint };

/** Who has the tokens of a handle, whatever their metadata's form. */
export type HandleHolders = {
  readonly held: readonly Held[];
  /** Only looked for where nobody holds one. */
  readonly virtual: readonly Held[];
};

export type HandleAnswer =
  | { readonly kind: "held"; readonly address: string }
  | { readonly kind: "unknown" | "ambiguous" | "script" | "virtual"; readonly text: string };

/** Whose address a handle stands for: that of the one holder of its one token, if it belongs to a key. */
export function judgeHandle(handle: string, { held, virtual }: HandleHolders): HandleAnswer {
  const [holder, another] = held;
  if (!holder) {
    if (virtual.length === 0)
      return { kind: "unknown", text: `Nobody holds $${handle} on this network. Check its spelling.` };
    const text = `$${handle} is a virtual handle, which its root's owner can point elsewhere at any time. ${PASTE}`;
    return { kind: "virtual", text };
  }
  if (another || holder.quantity !== 1n) {
    return { kind: "ambiguous", text: `There is more than one $${handle}, so it names nobody. ${PASTE}` };
  }
  const parsed = parseAddress(holder.address);
  if ("payment" in parsed && parsed.payment.kind === "script") {
    const text = `$${handle} is held by a script now: it may be for sale or locked, and whose it is cannot be told. ${PASTE}`;
    return { kind: "script", text };
  }
  return { kind: "held", address: holder.address };
}

const PASTE = "Paste the address itself.";
