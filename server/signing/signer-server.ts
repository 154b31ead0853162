import { timingSafeEqual } from "node:crypto";
import http from "node:http";
import { utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { blake2b256 } from "@/server/domain/hash";
import type { HeldPlan, PlanSignRequest, PoolStateOfPlan } from "@/server/domain/ports";
import { BodyRefused, readSignBody } from "./sign-body";
import type { SignResult } from "./sign-plan";

/** How long the rest of a body is read and thrown away after a refusal: a caller that still sends would not see it. */
const DRAIN_MS = 5_000;

export type SignerServerOptions = {
  readonly port: number;
  readonly secret: string;
  readonly publicKey: string;
  readonly sign: (request: PlanSignRequest) => Promise<SignResult>;
  readonly held: (state: PoolStateOfPlan) => Promise<HeldPlan | null>;
  /** How long to wait for a caller to go on; for tests. */
  readonly idleMs?: number;
};

/** Serves one key over HTTP on loopback: GET /public-key, GET /held and POST /sign-plan, only with the secret. */
export async function startSignerServer(
  options: SignerServerOptions,
): Promise<{ port: number; stop(): Promise<void> }> {
  // The time of a request follows from its report (`mostMs`), not from the server's general limit.
  const server = http.createServer({ requestTimeout: 0 }, (request, response) => {
    const reply = ({ status, body }: Answer) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    answer(options, request)
      .then(reply, (error: unknown) => {
        const status = error instanceof BodyRefused ? error.status : 500;
        reply({ status, body: { problems: [error instanceof Error ? error.message : String(error)] } });
      })
      .then(() => drain(request));
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

/** As the remote signer writes it (`PoolStateOfPlan`). */
const stateSchema = z.strictObject({
  nonce: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  previousPlan: z.string().regex(/^[0-9a-f]{64}$/),
  previousLeft: z.string().regex(/^([0-9a-f]{64})?$/),
});

type Answer = { readonly status: number; readonly body: unknown };

async function answer(options: SignerServerOptions, request: http.IncomingMessage): Promise<Answer> {
  if (!isAuthorised(options.secret, request.headers.authorization)) {
    return { status: 401, body: { problems: ["the signer's secret is missing or wrong (SIGNER_SECRET)"] } };
  }
  const { pathname, searchParams } = new URL(request.url ?? "", "http://signer");
  const route = `${request.method} ${pathname}`;
  if (route === "GET /public-key") return { status: 200, body: { publicKey: options.publicKey } };
  if (route === "GET /held") {
    const state = stateSchema.safeParse(Object.fromEntries(searchParams));
    if (!state.success)
      return { status: 400, body: { problems: ["nonce, previousPlan and previousLeft name a state"] } };
    return { status: 200, body: { held: await options.held(state.data) } };
  }
  if (route !== "POST /sign-plan") return { status: 404, body: { problems: [`unknown route ${route}`] } };
  const result = await options.sign(await readSignBody(bodyOf(request), options.idleMs));
  return result.ok
    ? { status: 200, body: { signature: result.signature } }
    : { status: 422, body: { problems: result.problems } };
}

/** Compares hashes, so that timing shows neither the length nor the content of the secret. */
function isAuthorised(secret: string, header: string | undefined): boolean {
  const hash = (text: string) => blake2b256(utf8ToBytes(text));
  return timingSafeEqual(hash(`Bearer ${secret}`), hash(header ?? ""));
}

/** The request's bytes. Leaving them early must not close the connection: the answer goes over it. */
function bodyOf(request: http.IncomingMessage): AsyncIterator<Uint8Array> {
  return request.iterator({ destroyOnReturn: false });
}

/** Lets a caller that still sends come to its end, and no longer than is polite. */
async function drain(request: http.IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), DRAIN_MS);
  request.once("close", () => clearTimeout(timer));
  const body = bodyOf(request);
  try {
    while (!(await body.next()).done);
  } catch {
    // The caller has gone.
  }
}
