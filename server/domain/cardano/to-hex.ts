import type { Hex } from "../units";

/** As noble's bytesToHex, which joins a text byte by byte: most of what decoding a transaction took. */
export function toHex({ buffer, byteOffset, length }: Uint8Array): Hex {
  return Buffer.from(buffer, byteOffset, length).toString("hex");
}
