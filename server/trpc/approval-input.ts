import { z } from "zod";

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), { error: `must be ${bytes} bytes in hexadecimal` });
const anyHex = z
  .string()
  .max(4_000)
  .regex(/^([0-9a-fA-F]{2})+$/, { error: "must be hexadecimal" });
/** Of a wallet or a tool, as the browser says it. */
const name = z.string().max(60);

/** A signature as the browser has it: a key's own, or the result of a wallet's `signData` (CIP-30). */
export const signedTextInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("raw"), publicKey: hex(32), signature: hex(64), tool: name.optional() }),
  z.object({
    kind: z.literal("cip30"),
    signature: anyHex,
    key: anyHex.optional(),
    wallet: name,
    tool: name.optional(),
  }),
]);
