import type { Hex } from "../units";

/** As noble's bytesToHex, which joins a text byte by byte: most of what decoding a transaction took. */
export function toHex({ buffer, byteOffset, length }: Uint8Array): Hex {
  return Buffer.from(buffer, byteOffset, length).toString("hex");
}

/** The bytes up to the first character that is no hexadecimal digit. Compare the length where it may not be hex. */
export function fromHex(hex: Hex): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(hex, "hex");
  return new Uint8Array(buffer, byteOffset, length);
}
