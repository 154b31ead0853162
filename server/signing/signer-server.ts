import { timingSafeEqual } from "node:crypto";
import http from "node:http";
import { utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { blake2b256 } from "@/server/domain/hash";
import type { PlanSignRequest } from "@/server/domain/ports";
import type { SignResult } from "./sign-plan";

/** A plan for many thousands of recipients fits. */
const MOST_BODY_BYTES = 64 * 1024 * 1024;

const requestSchema = z.object({
  act: z.enum(["propose", "approve"]),
  text: z.string().max(198),
  report: z.string(),
  binding: z.object({
    network: z.string(),
    policyId: z.string(),
    nonce: z.number().int().min(0),
    previousPlan: z.string(),
    previousLeft: z.string(),
    prizeAsset: z.object({ policyId: z.string(), assetName: z.string(), label: z.string() }).nullable(),
    deadlineMs: z.number().int(),
  }),
});

export type SignerServerOptions = {
  readonly port: number;
  readonly secret: string;
  readonly publicKey: string;
  readonly sign: (request: PlanSignRequest) => Promise<SignResult>;
};

/** Serves one key over HTTP on loopback: GET /public-key and POST /sign-plan, only with the secret. */
export async function startSignerServer(
  options: SignerServerOptions,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    answer(options, request).then(
      ({ status, body }) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      (error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error);
        response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ problems: [problem] }));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the signer has no port");
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Answer = { readonly status: number; readonly body: unknown };

async function answer(options: SignerServerOptions, request: http.IncomingMessage): Promise<Answer> {
  if (!isAuthorised(options.secret, request.headers.authorization)) {
    return { status: 401, body: { problems: ["the signer's secret is missing or wrong (SIGNER_SECRET)"] } };
  }
  const route = `${request.method} ${request.url}`;
  if (route === "GET /public-key") return { status: 200, body: { publicKey: options.publicKey } };
  if (route !== "POST /sign-plan") return { status: 404, body: { problems: [`unknown route ${route}`] } };
  const parsed = requestSchema.safeParse(await readJson(request));
  if (!parsed.success) return { status: 400, body: { problems: [z.prettifyError(parsed.error)] } };
  const result = await options.sign(parsed.data);
  return result.ok
    ? { status: 200, body: { signature: result.signature } }
    : { status: 422, body: { problems: result.problems } };
}

/** Compares hashes, so that timing shows neither the length nor the content of the secret. */
function isAuthorised(secret: string, header: string | undefined): boolean {
  const hash = (text: string) => blake2b256(utf8ToBytes(text));
  return timingSafeEqual(hash(`Bearer ${secret}`), hash(header ?? ""));
}

async function readJson(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new Error("the request is too large for a plan");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return null;
  }
}
