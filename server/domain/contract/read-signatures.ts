import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import { hexField, problemsOf } from "../fields";
import { shown } from "../shown";
import type { Hex } from "../units";
import { type SignedText, verifyEnvelope } from "./approval";
import { parseSignData, readSignData } from "./sign-data";

/*
 * Signatures as people bring them, in files, pasted or scanned: our own form, what wallets answer to `signData`
 * (CIP-30), what cardano-signer prints, and a key's witness in an envelope of cardano-cli. One, or a list.
 */

export const SIGNATURES_EXAMPLE = `{"<public key>": {"signature": "<hex>"}}, with "protectedHeader": "<hex>" for a wallet's (CIP-8), or what signData answers: {"signature": "<hex>", "key": "<hex>"}`;

const ownSchema = z.record(
  hexField(32, "an ed25519 public key"),
  z.strictObject({
    signature: hexField(64, "an ed25519 signature"),
    /** For a signature by a wallet: CIP-8 signs it together with the text. */
    protectedHeader: z
      .string()
      .regex(/^([0-9a-f]{2})+$/, { error: "must be the header's bytes in lower-case hexadecimal" })
      .optional(),
  }),
  {
    error: ({ code }) =>
      code === "invalid_key"
        ? "must be an ed25519 public key: 64 lower-case hexadecimal digits"
        : `must be ${SIGNATURES_EXAMPLE}`,
  },
);

/** Others' forms, each read to ours. */
const foreignSchema = z.union([
  z.object({ signature: z.string(), key: z.string() }).transform((answer) => ({ kind: "signData", answer }) as const),
  z.object({ COSE_Sign1_hex: z.string(), COSE_Key_hex: z.string() }).transform((both) => ({
    kind: "signData" as const,
    answer: { signature: both.COSE_Sign1_hex, key: both.COSE_Key_hex },
  })),
  z
    .object({ publicKey: z.string(), signature: z.string() })
    .transform(({ publicKey, signature }) => ({ kind: "raw", publicKey, signature }) as const),
  z
    .object({ type: z.string(), cborHex: z.string() })
    .transform(({ cborHex }) => ({ kind: "witness", cborHex }) as const),
]);
type Foreign = z.output<typeof foreignSchema>;

const asOwn = z.preprocess((document, context) => {
  const found = z.union([foreignSchema.transform((one) => [one]), z.array(foreignSchema).min(1)]).safeParse(document);
  if (!found.success) return document;
  return Object.fromEntries(
    found.data.flatMap((foreign, index) => {
      const read = readForeign(foreign);
      if ("problem" in read) {
        const path = found.data.length > 1 ? [index] : [];
        context.addIssue({ code: "custom", path, message: `is unusable: ${read.problem}` });
        return [];
      }
      const { kind: _kind, ...entry } = read.envelope;
      return [[read.publicKey, entry]];
    }),
  );
}, ownSchema);

/** A document of signatures, by any of these forms. */
export const signaturesField = asOwn.transform((own): SignedText[] =>
  Object.entries(own).map(([publicKey, { signature, protectedHeader }]) => ({
    publicKey,
    envelope: protectedHeader === undefined ? { kind: "raw", signature } : { kind: "cip8", protectedHeader, signature },
  })),
);

function readForeign(foreign: Foreign): SignedText | { readonly problem: string } {
  switch (foreign.kind) {
    case "signData":
      return parseSignData(foreign.answer);
    case "raw":
      return raw(foreign.publicKey.toLowerCase(), foreign.signature.toLowerCase());
    case "witness":
      return readWitness(foreign.cborHex);
  }
}

function raw(publicKey: Hex, signature: Hex): SignedText {
  return { publicKey, envelope: { kind: "raw", signature } };
}

/** [key, signature], which cardano-cli wraps once more: [0, [key, signature]]. */
function readWitness(cborHex: string): SignedText | { readonly problem: string } {
  try {
    const outer = itemsOf(readCbor(hexToBytes(cborHex.toLowerCase())));
    const [key, signature] = outer[0]?.kind === "int" ? itemsOf(outer[1]) : outer;
    if (key?.kind === "bytes" && signature?.kind === "bytes") {
      return raw(bytesToHex(key.value), bytesToHex(signature.value));
    }
  } catch {
    // Said below.
  }
  return { problem: "its cborHex is not a key with its signature." };
}

function itemsOf(item: CborItem | undefined): readonly CborItem[] {
  return item?.kind === "array" ? item.items : [];
}

/** More than sixteen whole answers of wallets. */
export const MOST_ANSWER_CHARACTERS = 64_000;

/**
 * The signature over `text` in what somebody brought, whole, as a file or pasted. Of several, the one that counts; the
 * problem is in words for who brought it.
 */
export function readAnswer(answer: string, text: string): SignedText | { readonly problem: string } {
  if (answer.length > MOST_ANSWER_CHARACTERS) return { problem: "This is too long to be a signature." };
  let document: unknown;
  try {
    document = JSON.parse(answer);
  } catch {
    return { problem: `This is not a signature: ${shown(answer.trim())}. It should be ${SIGNATURES_EXAMPLE}.` };
  }
  const parsed = signaturesField.safeParse(document);
  if (!parsed.success) {
    const said = problemsOf(parsed.error).map(({ field, problem }) => `${field || "the whole"} ${problem}`);
    return { problem: `This is not a signature: ${said.join("; ")}` };
  }
  const right = parsed.data.find(({ publicKey, envelope }) => verifyEnvelope(publicKey, envelope, text));
  if (right) return right;
  // A wallet's whole answer tells what was signed instead.
  const foreign = foreignSchema.safeParse(document).data;
  const said = foreign?.kind === "signData" ? readSignData(foreign.answer, text) : null;
  if (said !== null && "problem" in said) return said;
  return parsed.data[0] ?? { problem: "There is no signature in it." };
}
