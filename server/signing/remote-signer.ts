import { z } from "zod";
import type { PlanSigner } from "@/server/domain/ports";

/** The signer checked the request and refused to sign. */
export class SignerRefused extends Error {
  override readonly name = "SignerRefused";
}

/** The signer could not be reached. It is safe to ask again: as far as we know nothing was signed. */
export class SignerUnavailable extends Error {
  override readonly name = "SignerUnavailable";
}

const publicKeySchema = z.object({ publicKey: z.string().regex(/^[0-9a-f]{64}$/) });
const signatureSchema = z.object({ signature: z.string().regex(/^[0-9a-f]{128}$/) });
const refusalSchema = z.object({ problems: z.array(z.string()).min(1) });
const TIMEOUT_MS = 15_000;

/** A signer in another process or on another machine (server/cli/signer.ts), reached over HTTP. */
export function createRemoteSigner(options: { url: string; secret: string; name: string }): PlanSigner {
  const { url, secret, name } = options;
  const ask = async <T>(route: string, schema: z.ZodType<T>, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}${route}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new SignerUnavailable(`${name} at ${url} does not answer: ${reasonOf(error)}`, { cause: error });
    });
    const value: unknown = await answer.json().catch(() => null);
    if (answer.status === 422) {
      const refusal = refusalSchema.safeParse(value);
      throw new SignerRefused(refusal.success ? refusal.data.problems.join("; ") : `${name} refused without a reason`);
    }
    const parsed = schema.safeParse(value);
    if (!answer.ok || !parsed.success) {
      throw new SignerUnavailable(`${name} at ${url} answered ${answer.status}, which is not a signer's answer`);
    }
    return parsed.data;
  };
  return {
    name,
    publicKey: async () => (await ask("/public-key", publicKeySchema)).publicKey,
    signPlan: async (request) => (await ask("/sign-plan", signatureSchema, request)).signature,
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
