import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { close, commit, expire, pay, type Verified, withdraw } from "@/server/testing/contract/verified";
import { deposit, init, scripts } from "@/server/testing/contract/verified-wallet";
import { IS_FULL } from "@/server/testing/full";
import type { Expected } from "./expected";
import { readTransaction } from "./read-transaction";
import { verifyTransaction } from "./verify";

/*
 * Bits of bytes before they are signed, each changed alone, where the changed id is what is to be signed: so nothing
 * but the comparison of what the bytes say can find it. The validity alone is bounded and not exact.
 */

/** One bit in each byte, or in each of some. */
const EACH = IS_FULL ? 1 : 37;

function unnoticed({ built, expected }: Verified): string[] {
  const bytes = hexToBytes(built.cbor);
  const { fromSlot, untilSlot } = readTransaction(built.cbor);
  return [...bytes.keys()].flatMap((place) => {
    if (place % EACH !== 0) return [];
    const bit = (place * 5) % 8;
    const changed = Uint8Array.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ (1 << bit);
    const cbor = bytesToHex(changed);
    if (verifyTransaction(cbor, reread(cbor, expected), { signed: false }).length > 0) return [];
    const now = readTransaction(cbor);
    return now.untilSlot !== untilSlot || now.fromSlot !== fromSlot ? [] : [`bit ${bit} of byte ${place}`];
  });
}

/** With the id that these bytes have. */
function reread(cbor: string, expected: Expected): Expected {
  try {
    return { ...expected, txHash: readTransaction(cbor).txHash };
  } catch {
    return expected;
  }
}

describe("the verifier", () => {
  it.each([pay(), commit(), expire(), withdraw(), close(), deposit(), init(), scripts()])(
    "notices any changed bit of a $name",
    (made) => {
      expect(unnoticed(made)).toEqual([]);
    },
  );
});
