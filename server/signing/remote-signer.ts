import { z } from "zod";
import { SignerRefused } from "@/server/domain/plan/signer-refused";
import type { PlanSigner, PlanSignRequest } from "@/server/domain/ports";
import { readManifest } from "@/server/domain/report/manifest";
import { visible } from "@/server/domain/shown";
import { IDLE_MS, mostMs, writeSignBody } from "./sign-body";
import { type Call, callSigner, SignerLate, sayCallProblem } from "./signer-call";

/** The signer could not be reached, or its answer did not come. It may have signed; asking the same again is safe. */
export class SignerUnavailable extends Error {
  override readonly name = "SignerUnavailable";
  constructor(
    message: string,
    options?: ErrorOptions,
    /** It answers, and does not take our secret: asking again changes nothing. */
    readonly isDenied = false,
  ) {
    super(message, options);
  }
}

const MOST_VERSION = 40;
const identitySchema = z.object({
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** Earlier signers do not say. */
  version: z
    .string()
    .transform((text) => visible(text, MOST_VERSION))
    .nullable()
    .default(null),
});
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const heldSchema = z.object({
  held: z
    .object({ day: z.number().int(), digest: hashSchema, reportHash: hashSchema, deadlineMs: z.number().int() })
    .nullable(),
});
const signatureSchema = z.object({ signature: z.string().regex(/^[0-9a-f]{128}$/) });
/** Of its own words, which are stored. */
const MOST_SAID = 2_000;
const words = z.string().transform((text) => visible(text, MOST_SAID));
const refusalSchema = z.object({ problems: z.array(words).min(1), isDifference: z.boolean().default(false) });
const TIMEOUT_MS = 15_000;

export type RemoteSignerOptions = {
  /** http, https, or `unix:` and the path of a socket. */
  readonly url: string;
  readonly secret: string;
  readonly name: string;
  /** A signer with https must show this certificate, or one that it has signed; absent: one of a public authority. */
  readonly ca?: string;
};

/** A signer in another process or on another machine (server/cli/signer.ts), reached over HTTP or HTTPS. */
export function createRemoteSigner({ url, secret, name, ca }: RemoteSignerOptions): PlanSigner {
  const socketPath = /^unix:(.*)$/s.exec(url)?.[1];
  const base = socketPath === undefined ? url : "http://signer";
  const ask = async <T>(route: string, schema: z.ZodType<T>, how: Call): Promise<T> => {
    const answer = await callSigner(`${base}${route}`, { ...how, secret, ca, socketPath }).catch((error: unknown) => {
      throw new SignerUnavailable(`${name} at ${url} does not answer: ${sayCallProblem(error)}`, { cause: error });
    });
    const value = parse(answer.text);
    // Without a signer's reasons it is no signer's answer.
    const refusal = refusalSchema.safeParse(value);
    if (answer.status === 422 && refusal.success) {
      throw new SignerRefused(refusal.data.problems.join("; "), refusal.data.isDifference);
    }
    const parsed = schema.safeParse(value);
    if (answer.status !== 200 || !parsed.success) {
      const said = refusal.data?.problems.join("; ") ?? "which is not a signer's answer";
      throw new SignerUnavailable(`${name} at ${url} answered ${answer.status}: ${said}`, {}, answer.status === 401);
    }
    return parsed.data;
  };
  const identity = () => ask("/public-key", identitySchema, { method: "GET", signal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    name,
    publicKey: async () => (await identity()).publicKey,
    version: async () => (await identity()).version,
    held: async ({ nonce, previousPlan, previousLeft }) => {
      const state = new URLSearchParams({ nonce: `${nonce}`, previousPlan, previousLeft });
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return (await ask(`/held?${state}`, heldSchema, { method: "GET", signal })).held;
    },
    signPlan: async (request) => {
      const { body, signal, end } = sendBody(request);
      try {
        return (await ask("/sign-plan", signatureSchema, { method: "POST", body, signal })).signature;
      } finally {
        end();
      }
    },
  };
}

/** The body line by line, as fast as the signer takes it. Given up if it takes nothing for a while, or all too long. */
function sendBody(request: PlanSignRequest) {
  const read = readManifest(request.report.manifest);
  const late = new AbortController();
  const giveUp = () => late.abort(new SignerLate());
  let idle = setTimeout(giveUp, IDLE_MS);
  const overall = setTimeout(giveUp, mostMs(read.ok ? read.manifest : null));
  async function* lines() {
    for await (const line of writeSignBody(request)) {
      clearTimeout(idle);
      idle = setTimeout(giveUp, IDLE_MS);
      yield line;
    }
    clearTimeout(idle);
    idle = setTimeout(giveUp, IDLE_MS);
  }
  const end = () => {
    clearTimeout(idle);
    clearTimeout(overall);
  };
  return { body: lines(), signal: late.signal, end };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
