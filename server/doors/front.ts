import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import { PROBER_AGENT } from "@/server/domain/metrics/visit";
import type { Logger } from "@/server/logger";
import { noteSecurity } from "@/server/services/security-log";
import { correlated, REQUEST_ID_HEADER, requestIdOf } from "@/server/telemetry/correlation";
import { observeDuration } from "@/server/telemetry/measure";
import { createPlaces, type Places } from "./busy";
import { CALLER_HEADER } from "./caller";
import type { RequestCount } from "./count-requests";
import { answerAwayAs503 } from "./database-away";
import { type DoorName, doorOf, type Refusal, whyNotRead } from "./doors";
import { limitSockets } from "./limit-sockets";
import { sayTooMany } from "./limited";
import { type Limits, takeForNetworks } from "./limits";
import { callerAddress, isTrusted, networksOf, plainAddress } from "./networks";
import { readPath } from "./read-path";
import { SECURED } from "./secured";
import { TRACE_HEADERS, traceRequest } from "./trace-request";
import { waitForBody } from "./wait-for-body";

/** What stands behind: Next.js. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type Front = {
  readonly handle: Handle;
  readonly limits: Limits;
  readonly proxies: BlockList;
  readonly log: Logger;
  /** Told of every answer but those to the prober. */
  readonly count?: Pick<RequestCount, "add">;
};

const SECOND = 1_000;

/** A browser's headers are a few KiB, with cookies; who sends them slowly holds a socket and no more. */
const SERVER: http.ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5 * SECOND,
  requestTimeout: 20 * SECOND,
  connectionsCheckingInterval: 2 * SECOND,
  keepAliveTimeout: 5 * SECOND,
};
/** Each is open for minutes, and costs a socket and some KiB. A page that gets none asks every few seconds instead. */
const STREAMS = { all: 1_000, ofOne: 50 };
/** A browser opens six; an office behind one address has dozens of them. Streams take none from others. */
const SOCKETS = { all: 1_000 + STREAMS.all, ofOne: 200 + STREAMS.ofOne };
const BODY_WITHIN_MS = 10 * SECOND;
/** Longer than a job takes (server/engine/call.ts); a reader who takes nothing for so long is gone. */
const IDLE_SOCKET_MS = 90 * SECOND;
/** For the slowest reader of the largest file. */
const LONGEST_ANSWER_MS = 10 * 60 * SECOND;

/** Places of their own: no flood at another door keeps out who calls jobs, looks after the service or signs in. */
function placesByDoor(): (door: DoorName) => Places {
  const most = createPlaces({ all: 256, ofOne: 64 });
  const kept = createPlaces({ all: 96, ofOne: 64 });
  const signIn = createPlaces({ all: 32, ofOne: 16 });
  // A part of a report is held as text and as bytes: 4 MB and more.
  const downloads = createPlaces({ all: 16, ofOne: 8 });
  const streams = createPlaces(STREAMS);
  const own: Partial<Record<DoorName, Places>> = { jobs: kept, health: kept, "sign-in": signIn, downloads, streams };
  return (door) => own[door] ?? most;
}

/** Only we say these: a request's own are thrown away. */
const OURS = [
  CALLER_HEADER,
  "forwarded",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-real-ip",
  REQUEST_ID_HEADER,
  ...TRACE_HEADERS,
];

/**
 * The server that strangers reach. It refuses what no route takes before a body is read, counts callers by their
 * network, and tells Next.js who calls. Each answer has the id under which the log tells of its request.
 */
export function createFront(front: Front): http.Server {
  const placesOf = placesByDoor();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const isFromProxy = isOfProxy(request, front.proxies);
    const requestId = requestIdOf(request.headers[REQUEST_ID_HEADER], isFromProxy);
    response.setHeader(REQUEST_ID_HEADER, requestId);
    measure(request, response);
    const admitted = () => correlated({ requestId }, () => admit(front, placesOf, request, response));
    traceRequest(request, isFromProxy, admitted).catch((error: unknown) => {
      front.log.error({ requestId, err: error }, "a request was not answered");
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, code: "INTERNAL_SERVER_ERROR", message: "Something went wrong." });
    });
  };
  const server = http.createServer(SERVER, answer);
  limitSockets(server, SOCKETS, front.proxies);
  server.timeout = IDLE_SOCKET_MS;
  // Asks before it sends a body: it is told to go on only if we take one.
  server.on("checkContinue", answer);
  return server;
}

async function admit(
  { handle, limits, proxies, log, count }: Front,
  placesOf: (door: DoorName) => Places,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Behind another answer. Node never says that such a one has ended if its connection is cut before its turn, so its
  // place would be taken for good, and what makes the answer would wait for ever. No browser and no proxy does it.
  if (response.socket === null) return refuse(response, PIPELINED);
  const read = readPath(request.url ?? "");
  if (read === null) return refuse(response, NO_PATH);
  request.url = read.url;
  const door = doorOf(read.path);
  const refusal = whyNotRead(door, { method: request.method ?? "", headers: request.headers });
  if (refusal) return refuse(response, refusal);
  const forwarded = String(request.headers["x-forwarded-for"] ?? "");
  const caller = callerAddress(request.socket.remoteAddress, forwarded, proxies);
  const networks = networksOf(caller);
  if (request.headers.expect !== undefined) response.writeContinue();
  if (!(await waitForBody(request, BODY_WITHIN_MS))) return refuse(response, TOO_SLOW);
  const isProber = request.headers["user-agent"] === PROBER_AGENT;
  const leave = placesOf(door.name).enter(networks);
  if (typeof leave === "string") return refuse(response, refusalOf(door.name, leave));
  const late = setTimeout(() => response.destroy(), LONGEST_ANSWER_MS);
  const ended = new Promise<void>((resolve) => {
    response.once("close", resolve);
    if (response.destroyed) resolve();
  });
  try {
    const seconds = await takeForNetworks(limits, door.name, networks);
    if (seconds > 0) {
      noteSecurity(log, { event: "call.limited", address: caller, details: { door: door.name, seconds } });
      return refuse(response, tooMany(seconds));
    }
    sayWhoCalls(request, caller);
    // Next.js would make the whole answer for somebody who is gone, and keep it.
    if (!response.destroyed) await answerAwayAs503(response, () => handle(request, response));
    await ended;
    if (!isProber) count?.add(door.name, response.statusCode, Date.now());
  } finally {
    // Whoever goes away early gives the place back only when what was begun for them has ended.
    clearTimeout(late);
    leave();
  }
}

/** An answer that was never begun, because the caller went away, has the status 0. */
function measure({ url = "" }: IncomingMessage, response: ServerResponse): void {
  const [fromMs, door] = [performance.now(), doorOf(url.split("?")[0] ?? "").name];
  if (door === "streams") return;
  response.once("close", () => {
    const status = response.headersSent ? `${Math.floor(response.statusCode / 100)}xx` : "0";
    observeDuration("oracle_request_duration_seconds", { door, status }, fromMs);
  });
}

/** Whose word on the request's id is taken. */
function isOfProxy({ socket }: IncomingMessage, proxies: BlockList): boolean {
  const address = plainAddress(socket.remoteAddress ?? "");
  return address !== null && isTrusted(address, proxies);
}

/** To Next.js, instead of what the request says by itself. */
function sayWhoCalls(request: IncomingMessage, caller: string): void {
  for (const name of OURS) delete request.headers[name];
  request.headers["x-forwarded-for"] = caller;
  request.headers[CALLER_HEADER] = caller;
}

const PIPELINED: Refusal = {
  status: 400,
  code: "BAD_REQUEST",
  message: "Wait for an answer before you send another request on the same connection.",
};

const NO_PATH: Refusal = {
  status: 400,
  code: "BAD_REQUEST",
  message:
    "The address is no plain path: it has a dot segment, a backslash, or a percent sign that does not start a UTF-8 " +
    "character. Write a literal percent sign as %25.",
};

const TOO_SLOW: Refusal = {
  status: 408,
  code: "TIMEOUT",
  message: `The body did not come within ${BODY_WITHIN_MS / SECOND} s. Send it again.`,
};

function refusalOf(door: DoorName, why: "full" | "too many of one"): Refusal {
  if (door === "streams") return NO_STREAM;
  return why === "full" ? FULL : tooMany(1);
}

const NO_STREAM: Refusal = {
  status: 503,
  code: "SERVICE_UNAVAILABLE",
  message: "Too many streams are open. Ask /api/pulse instead, and try again in 60 s.",
  headers: { "retry-after": "60" },
};

const FULL: Refusal = {
  status: 503,
  code: "SERVICE_UNAVAILABLE",
  message: "Too many requests are being answered. Try again in 2 s.",
  headers: { "retry-after": "2" },
};

function tooMany(seconds: number): Refusal {
  return {
    status: 429,
    code: "TOO_MANY_REQUESTS",
    message: sayTooMany(seconds),
    headers: { "retry-after": String(seconds) },
  };
}

/** Answers in our words, to any origin, and ends the connection: what the caller still sends is not read. */
function refuse(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  const body = JSON.stringify({ code, message });
  response.writeHead(status, {
    ...headers,
    connection: "close",
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...SECURED,
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "retry-after",
  });
  response.end(body);
}
