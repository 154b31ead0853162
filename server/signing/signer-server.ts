import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { BlockList } from "node:net";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { blake2b256 } from "@/server/domain/hash";
import type { HeldPlan, PlanSignRequest, PoolStateOfPlan } from "@/server/domain/ports";
import { readManifest } from "@/server/domain/report/manifest";
import { isBearer } from "@/server/doors/bearer";
import { limitSockets } from "@/server/doors/limit-sockets";
import { listenAt, type Place } from "./listen-at";
import { ModuleError } from "./pkcs11/calls";
import { BodyRefused, IDLE_MS, MOST_BODY_BYTES, readSignBody } from "./sign-body";
import type { SignResult } from "./sign-plan";
import { createSignerLimits, type SignerLimits } from "./signer-limits";
import { RecordRefused } from "./signer-record";

/** How long the rest of a body is read and thrown away after a refusal: a caller that still sends would not see it. */
const DRAIN_MS = 5_000;
export const MOST_CONNECTIONS = 64;
/** Of them, from one address: what a stranger holds leaves places to the engines. */
export const MOST_OF_ONE = 16;
/** Who has said nothing by then, neither TLS's greeting nor the head of a request, gives the place back. */
const HEAD_MS = 10_000;

/** The texts of a certificate and its key, in PEM. */
export type SignerTls = { readonly cert: string; readonly key: string };

/** What the security log learns of a call; never a secret, and nothing of a report but its hashes. */
export type SignerEvent = {
  readonly event: "signer.signed" | "signer.refused" | "signer.secret-wrong" | "signer.limited";
  readonly address: string;
  readonly details: Readonly<Record<string, unknown>>;
};

export type SignerServerOptions = Place & {
  readonly tls?: SignerTls | null;
  readonly secret: string;
  readonly publicKey: string;
  /** Of its software; null where nobody is told. */
  readonly version?: string;
  readonly sign: (request: PlanSignRequest) => Promise<SignResult>;
  readonly held: (state: PoolStateOfPlan) => Promise<HeldPlan | null>;
  readonly note: (event: SignerEvent) => void;
  /** The cause of an answer 500; the caller learns the reference only. */
  readonly failed: (error: unknown, reference: string) => void;
  /** How long to wait for a caller to go on; for tests. */
  readonly idleMs?: number;
};

/** Serves one key by HTTP(S) or on a socket: GET /public-key, GET /held and POST /sign-plan, only with the secret. */
export async function startSignerServer(
  options: SignerServerOptions,
): Promise<{ port: number; stop(): Promise<void> }> {
  const signer = { ...options, limits: createSignerLimits() };
  const listener: http.RequestListener = (request, response) => {
    const reply = ({ status, body, headers }: Answer) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    answer(signer, request)
      .catch((error: unknown) => explain(signer, request, error))
      .then(reply)
      .then(() => drain(request));
  };
  const { tls, idleMs = IDLE_MS } = options;
  const headMs = Math.min(HEAD_MS, idleMs);
  const settings = {
    // The time of a request follows from its report (`mostMs`). Without one, Node would wait for a head for ever too.
    requestTimeout: 0,
    headersTimeout: headMs,
    connectionsCheckingInterval: headMs / 2,
    // A caller whose machine went away without a word.
    keepAlive: true,
    keepAliveInitialDelay: IDLE_MS,
  };
  const server = tls
    ? https.createServer({ ...settings, ...tls, handshakeTimeout: headMs }, listener)
    : http.createServer(settings, listener);
  // Longer than our caller waits: nobody is left on the other side.
  server.timeout = 2 * IDLE_MS;
  limitSockets(server, { all: MOST_CONNECTIONS, ofOne: MOST_OF_ONE }, new BlockList());
  return {
    port: await listenAt(server, options),
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

type Answer = { readonly status: number; readonly body: unknown; readonly headers?: http.OutgoingHttpHeaders };
type Signer = SignerServerOptions & { readonly limits: SignerLimits };

const refusal = (status: number, problem: string, headers?: http.OutgoingHttpHeaders): Answer => ({
  status,
  body: { problems: [problem] },
  headers,
});
const TOO_MANY = refusal(429, "too many calls: ask again later", { "retry-after": "60" });

async function answer(signer: Signer, request: http.IncomingMessage): Promise<Answer> {
  const address = request.socket.remoteAddress ?? "unknown";
  if (!isBearer(signer.secret, request.headers.authorization)) {
    const count = signer.limits.wrongSecret();
    if (count === "answered") signer.note({ event: "signer.secret-wrong", address, details: {} });
    if (count === "told") signer.note({ event: "signer.limited", address, details: { why: "wrong secrets" } });
    return count === "answered" ? refusal(401, "the signer's secret is missing or wrong (SIGNER_SECRET)") : TOO_MANY;
  }
  if (!signer.limits.call()) return TOO_MANY;
  const url = new URL("http://signer");
  [url.pathname = "", url.search = ""] = (request.url ?? "").split(/(?=\?)/s);
  const route = `${request.method} ${url.pathname}`;
  if (route === "GET /public-key") {
    return { status: 200, body: { publicKey: signer.publicKey, version: signer.version } };
  }
  if (route === "GET /held") {
    const state = stateSchema.safeParse(Object.fromEntries(url.searchParams));
    if (!state.success) return refusal(400, "nonce, previousPlan and previousLeft name a state");
    return { status: 200, body: { held: await signer.held(state.data) } };
  }
  if (route !== "POST /sign-plan") return refusal(404, "there is no such route");
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) {
    return refusal(413, `the request has more than ${MOST_BODY_BYTES} bytes`);
  }
  return (await signer.limits.inTurn(() => signRequest(signer, request, address))) ?? TOO_MANY;
}

async function signRequest(signer: Signer, request: http.IncomingMessage, address: string): Promise<Answer> {
  const asked = await readSignBody(bodyOf(request), signer.idleMs);
  const result = await signer.sign(asked);
  const { act, what, text, binding, report } = asked;
  const read = readManifest(report.manifest);
  const details = {
    ...{ act, what, pool: binding.policyId, nonce: binding.nonce, deadlineMs: binding.deadlineMs },
    ...{
      day: read.ok ? read.manifest.dayIndex : null,
      text,
      textHash: hashOf(text),
      reportHash: hashOf(report.manifest),
    },
  };
  if (result.ok) {
    signer.note({ event: "signer.signed", address, details: { ...details, sequence: result.sequence } });
    return { status: 200, body: { signature: result.signature } };
  }
  signer.note({ event: "signer.refused", address, details: { ...details, problems: result.problems } });
  const { problems, isDifference } = result;
  return { status: 422, body: { problems, isDifference } };
}

/** What a caller may know of a failure: what was wrong with its request, or where to look. */
function explain({ failed, note }: Signer, request: http.IncomingMessage, error: unknown): Answer {
  // It cannot say what it has signed: nothing was signed by this question.
  if (error instanceof RecordRefused) return refusal(422, error.message);
  if (error instanceof BodyRefused) {
    const address = request.socket.remoteAddress ?? "unknown";
    note({ event: "signer.refused", address, details: { problems: [error.message] } });
    return refusal(error.status, error.message);
  }
  // The caller has the secret, and whoever runs it looks there first.
  if (error instanceof ModuleError) {
    failed(error, randomUUID());
    return refusal(503, error.message);
  }
  const reference = randomUUID();
  failed(error, reference);
  return refusal(500, `the signer failed; its log says why, under ${reference}`);
}

const hashOf = (text: string): string => bytesToHex(blake2b256(utf8ToBytes(text)));

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
