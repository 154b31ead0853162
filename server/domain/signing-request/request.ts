import { z } from "zod";
import { toCanonicalJson } from "../canonical";
import { MAX_TEXT_BYTES } from "../contract/signed-line";
import { amountField, hexField, problemsOf, wholeNumberField } from "../fields";
import type { Hex } from "../units";
import { readActText, readKeyText } from "./read-text";

/*
 * What is asked of a key on another machine, as a file or as QR codes: contracts/README.md, "Signing requests". It
 * carries what is to be signed and what that is made from, so that nobody signs a digest that they did not compute.
 */

export const REQUEST_FORMAT = "daily-prize-oracle/signing-request/1";
/** Of the JSON: a text, a binding, a few hashes and seventeen keys have half of it. */
export const MOST_REQUEST_BYTES = 4_096;
/** All approvers of a pool, and a key that gets its place. */
const MOST_KEYS = 17;

const hash = hexField(32, "a hash");
const key = hexField(32, "an ed25519 public key");
const text = z
  .string()
  .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, { error: "must be one line of printable ASCII with single spaces" })
  .max(MAX_TEXT_BYTES, { error: `must have at most ${MAX_TEXT_BYTES} characters` });
const frame = {
  format: z.literal(REQUEST_FORMAT, { error: `must be "${REQUEST_FORMAT}"` }),
  text,
  /** Whose signature is wanted: any of them. */
  keys: z.array(key).min(1, { error: "must name a key" }).max(MOST_KEYS).readonly(),
};

const bindingSchema = z.strictObject({
  network: z.string().regex(/^[a-z0-9-]{1,9}$/, { error: "must be a network's name" }),
  policyId: hexField(28, "a policy id"),
  nonce: wholeNumberField(0, Number.MAX_SAFE_INTEGER, "a nonce"),
  previousPlan: hash,
  previousLeft: z.union([z.literal(""), hash], { error: "must be a hash, or empty" }),
  prizeAsset: z
    .strictObject({
      policyId: hexField(28, "a policy id"),
      assetName: z.string().regex(/^([0-9a-f]{2}){0,32}$/, { error: "must be at most 32 bytes in hexadecimal" }),
      label: z.string().regex(/^[A-Za-z0-9]{1,10}$/, { error: "must be 1 to 10 letters and digits" }),
    })
    .nullable(),
  deadlineMs: wholeNumberField(0, 8.64e15, "a POSIX time in milliseconds"),
});

const requestSchema = z.discriminatedUnion(
  "kind",
  [
    /** To approve a plan, or a Resume of what one left. Checked against the report: check-plan.ts. */
    z.strictObject({
      ...frame,
      kind: z.literal("plan"),
      what: z.enum(["plan", "resume"]),
      reportHash: hash,
      binding: bindingSchema,
      /** Of the pool's datum. Not signed: by the word of who asks. */
      maxFeeLovelace: amountField("2000000"),
    }),
    /** An administrative act. Its text says all of it (read-text.ts). */
    z.strictObject({ ...frame, kind: z.literal("act") }),
    /** The consent that gives a key its place in a pool, or shows whose it is. Its text says all of it. */
    z.strictObject({ ...frame, kind: z.literal("key") }),
  ],
  { error: 'must have a kind: "plan", "act" or "key"' },
);

export type SigningRequest = z.output<typeof requestSchema>;
export type PlanRequest = Extract<SigningRequest, { kind: "plan" }>;
export type SigningRequestResult =
  | { readonly ok: true; readonly request: SigningRequest }
  | { readonly ok: false; readonly problems: readonly string[] };

type NewRequest = {
  [Kind in SigningRequest["kind"]]: Omit<Extract<SigningRequest, { kind: Kind }>, "format">;
}[SigningRequest["kind"]];

/** The request's file: RFC 8785. The same request always has the same bytes. Throws if it is none. */
export function writeSigningRequest(request: NewRequest): string {
  const written = toCanonicalJson({ ...request, format: REQUEST_FORMAT });
  const read = readSigningRequest(written);
  if (!read.ok) throw new Error(`this is no request to sign: ${read.problems.join("; ")}`);
  return written;
}

/**
 * Reads a request's file, and refuses whatever is not exactly as it is written: another spelling could show a person
 * something else than what is read. An act or a key has a text that is understood; a plan's is checked with its report.
 */
export function readSigningRequest(file: string): SigningRequestResult {
  const refuse = (...problems: string[]) => ({ ok: false, problems }) as const;
  const written = file.replace(/\r?\n$/, "");
  if (written.length > MOST_REQUEST_BYTES) {
    return refuse(`it has more than ${MOST_REQUEST_BYTES} bytes: no request is that long`);
  }
  if (/[^\x20-\x7e]/.test(written)) return refuse("it has characters that no request has, which may be invisible");
  let document: unknown;
  try {
    document = JSON.parse(written);
  } catch {
    return refuse("it is not JSON: give the whole file as it was downloaded");
  }
  const parsed = requestSchema.safeParse(document);
  if (!parsed.success) {
    return refuse(...problemsOf(parsed.error).map(({ field, problem }) => `${field || "the request"} ${problem}`));
  }
  const request = parsed.data;
  if (toCanonicalJson(request) !== written) return refuse("it was changed: give the file as it was downloaded");
  if (new Set(request.keys).size < request.keys.length) return refuse("keys names a key twice");
  if (request.kind === "act" && readActText(request.text) === null) return refuse(notUnderstood("act", request.text));
  if (request.kind === "key" && readKeyText(request.text) === null) return refuse(notUnderstood("key", request.text));
  return { ok: true, request };
}

/** The request of a line that says all of itself: an act, or a key's consent. It asks this key. */
export function requestOfText(line: string, publicKey: Hex): SigningRequestResult {
  const kind = readKeyText(line) === null ? "act" : "key";
  return readSigningRequest(toCanonicalJson({ format: REQUEST_FORMAT, kind, text: line, keys: [publicKey] }));
}

function notUnderstood(kind: "act" | "key", given: string): string {
  const what = kind === "act" ? "no act of a pool" : "nothing that a key signs for itself";
  return `its text says ${what}, so nobody can know what it would do: ${given}`;
}
