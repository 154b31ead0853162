import { z } from "zod";
import { MOST_ANSWER_CHARACTERS } from "@/server/domain/contract/read-signatures";

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), { error: `must be ${bytes} bytes in hexadecimal` });
const anyHex = z
  .string()
  .max(4_000)
  .regex(/^([0-9a-fA-F]{2})+$/, { error: "must be hexadecimal" });

/** A signature as the browser has it (server/domain/contract/given-signature.ts). */
export const signedTextInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("raw"), publicKey: hex(32), signature: hex(64) }),
  z.object({ kind: z.literal("cip30"), signature: anyHex, key: anyHex, wallet: z.string().max(60) }),
  z.object({ kind: z.literal("brought"), answer: z.string().min(1).max(MOST_ANSWER_CHARACTERS) }),
]);
