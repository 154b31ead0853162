import { readHandle } from "./ada-handle";
import { type AddressProblem, type ParsedAddress, parseAddress } from "./address";

/** `text` is the address in the spelling that was typed. */
type TypedAddress = { readonly text: string; readonly parsed: ParsedAddress };
/** Without its dollar sign. Whom it stands for only the chain says. */
type TypedHandle = { readonly handle: string };

/** Longer text is refused before anything is decoded. The longest address has 364 letters; the rest is for links. */
export const LONGEST_TYPED = 500;

/**
 * Blanks, and what nobody sees: zero-width and soft hyphens, byte order marks, control characters but NUL, which no
 * text has, marks of the writing's direction and of annotations, and Braille's empty cell.
 */
const UNSEEN = /(?!\0)[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/gu;
/** Quotation marks and brackets around it, and what ends a sentence: no address begins or ends so. */
const AROUND = /^[\p{Pi}\p{Pf}\p{Ps}"'`]+|[\p{Pi}\p{Pf}\p{Pe}"'`.,;!]+$/gu;
/** The same of a handle, which may end with a period. */
const AFTER_HANDLE = /[\p{Pi}\p{Pf}\p{Pe}"'`,;!]+$/u;
const HANDLE = /^(web\+cardano:(\/\/)?)?\$/i;
const LINK = /[:/?#=&]/;
const BECH32 = "[02-9ac-hj-np-z]{53,104}";

/**
 * The spellings that can be an address: bech32 in lower or upper case, hex, Byron's base58, and a handle. For the API's
 * document too: JSON Schema has no flags. Whether one is an address only its checksum and its length say.
 */
export const ADDRESS_FORM = new RegExp(
  `^((addr|stake)(_test)?1${BECH32}|(ADDR|STAKE)(_TEST)?1${BECH32.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())}` +
    "|([0-9a-fA-F]{2}){29,265}|[1-9A-HJ-NP-Za-km-z]{59,364}|\\$[0-9A-Za-z_.-]{1,26}(@[0-9A-Za-z_.-]{1,15})?)$",
);

/**
 * What a person pasted, as the address or the handle that it stands for: without what cannot be seen, and taken out of
 * a `web+cardano:` link (CIP-13) or an explorer's. Bad input is a value, not an exception; `problem` says what to do.
 */
export function readTypedAddress(typed: string): TypedAddress | TypedHandle | AddressProblem {
  if (typed.length > LONGEST_TYPED) {
    return {
      problem: `This is too long to be an address: at most ${LONGEST_TYPED} characters. Paste the address alone.`,
    };
  }
  const seen = typed.replace(UNSEEN, "");
  const text = seen.replace(AROUND, "") || seen;
  if (HANDLE.test(text)) {
    return readHandle(seen.slice(seen.indexOf("$") + 1).replace(AFTER_HANDLE, ""));
  }
  if (LINK.test(text)) return addressInLink(text);
  const parsed = parseAddress(text);
  return "problem" in parsed ? parsed : { text, parsed };
}

function addressInLink(link: string): TypedAddress | AddressProblem {
  const words = [...new Set(link.split(/[^0-9A-Za-z_]+/))].filter((word) => word !== "");
  const addresses = words.flatMap((text): TypedAddress[] => {
    const parsed = parseAddress(text);
    return "problem" in parsed ? [] : [{ text, parsed }];
  });
  const [address, another] = addresses;
  if (another) return { problem: "This link has more than one address in it. Paste the one to check." };
  if (address) return address;
  const mistyped = words.find((word) => /^(addr|stake)(_test)?1/i.test(word));
  const parsed = mistyped === undefined ? null : parseAddress(mistyped);
  if (parsed && "problem" in parsed) return parsed;
  return { problem: "This link has no Cardano address in it. Paste the address itself: it begins with addr or stake." };
}
