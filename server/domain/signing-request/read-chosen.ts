import { z } from "zod";
import { readPlainKey } from "../approver-key/plain-key";
import { readSealedKey, type SealedKey } from "../approver-key/vault";
import type { Hex } from "../units";
import { EXPECTED_FORMATS, type ExpectedResult, readExpected } from "./expected";
import { readSigningRequest, type SigningRequest } from "./request";

/** What a file is that somebody chose for signing. A problem goes on from the file's name, and shows no secret. */
export type Chosen =
  | { readonly kind: "request"; readonly request: SigningRequest }
  | { readonly kind: "sealed-key"; readonly sealed: SealedKey }
  | { readonly kind: "plain-key"; readonly secretKey: Hex }
  /** A part of a report, or nothing of ours: what it is, its hash says. */
  | { readonly kind: "other" }
  | { readonly kind: "refused"; readonly problem: string };

/** No request, key or expectation is longer. */
export const MOST_CHOSEN_BYTES = 16_384;

const headSchema = z.object({ format: z.string().optional(), type: z.string().optional() });

/**
 * Tells by its content what a file is, and reads it. What a person expects is none of these: it would lie among the
 * files, or in the codes, of the very server that it protects from.
 */
export function readChosen(text: string): Chosen {
  if (text.length > MOST_CHOSEN_BYTES) return { kind: "other" };
  const document = parse(text);
  const { format = "", type = "" } = headSchema.safeParse(document).data ?? {};
  if (format.startsWith("daily-prize-oracle/signing-request/")) {
    const read = readSigningRequest(text);
    return read.ok ? { kind: "request", request: read.request } : refuse("request", read.problems.join("; "));
  }
  if (format.startsWith("daily-prize-oracle/sealed-key/")) {
    const read = readSealedKey(text);
    return read.ok ? { kind: "sealed-key", sealed: read.key } : refuse("sealed key", read.problem);
  }
  if (format.startsWith(EXPECTED_FORMATS)) {
    return refuse("list of what you expect", "only you say that; choose your own file where the page asks for it");
  }
  if (/ed25519|Key/.test(type)) {
    const read = readPlainKey(document);
    return read.ok ? { kind: "plain-key", secretKey: read.secretKey } : { kind: "refused", problem: read.problem };
  }
  return { kind: "other" };
}

/** Reads the file in which a person keeps what they expect, given as that. */
export function readExpectedFile(text: string): ExpectedResult {
  const document = text.length > MOST_CHOSEN_BYTES ? null : parse(text);
  const { format = "" } = headSchema.safeParse(document).data ?? {};
  if (format.startsWith(EXPECTED_FORMATS)) return readExpected(document);
  return { ok: false, problems: ["this is no file in which you keep what you expect"] };
}

function refuse(what: string, problem: string): Chosen {
  return { kind: "refused", problem: `is a ${what} that cannot be used: ${problem}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
}
