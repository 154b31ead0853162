import { base58 } from "@scure/base";

/** A header of 5 bytes, a payload of at most 255 and a checksum of at most 5, in base58. */
const LONGEST_TEXT = 364;

export function isByron(text: string): boolean {
  // Before decoding, which takes the square of the length.
  if (text.length > LONGEST_TEXT) return false;
  try {
    return isByronBytes(base58.decode(text));
  } catch {
    return false;
  }
}

/**
 * Byron addresses are CBOR `[#6.24(bytes .cbor payload), crc32(payload)]` (CIP-19, "Byron Addresses"). The
 * payload is always shorter than 256 bytes; its checksum reveals typing errors.
 */
export function isByronBytes(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x82 || bytes[1] !== 0xd8 || bytes[2] !== 0x18 || bytes[3] !== 0x58) return false;
  const end = 5 + (bytes[4] ?? 0);
  const checksum = crc32(bytes.subarray(5, end));
  // A number below 2^32 may be written in fewer bytes when it is small: compare the value, not the spelling.
  const tail = bytes.subarray(end);
  const width = ({ 24: 1, 25: 2, 26: 4 } as Record<number, number>)[tail[0] ?? 0];
  if (width === undefined || tail.length !== width + 1) return false;
  return tail.subarray(1).reduce((value, byte) => value * 256 + byte, 0) === checksum;
}

/** CRC-32 as in ISO 3309, which Byron addresses use. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
