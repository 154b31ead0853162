import http, { type IncomingMessage, type Server } from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { currentReference } from "@/server/telemetry/correlation";
import { memoryLog } from "@/server/testing/memory-log";
import { CALLER_HEADER } from "./caller";
import { createFront } from "./front";
import { leasedLimits } from "./leased-limits";
import { openLimitStore } from "./limit-store";
import { LIMITS } from "./limits";
import { readProxies } from "./networks";

const { log, read: logged, clear: forgetLog } = memoryLog();
let database: TestDatabase;
let server: Server;
let port: number;
/** What reached the application. */
let reached: { readonly headers: IncomingMessage["headers"]; readonly bytes: number }[];
/** While set, the application does not answer. */
let held: Promise<void> | null = null;
/** While set, the application throws it. */
let failing: Error | null = null;
/** The reference that the application told last. */
let told: string | null = null;

beforeAll(async () => {
  database = await createTestDatabase();
  server = createFront({
    handle: async (request, response) => {
      let bytes = 0;
      for await (const chunk of request) bytes += (chunk as Buffer).length;
      reached.push({ headers: request.headers, bytes });
      await held;
      told = currentReference();
      if (failing) throw failing;
      response.end("answered");
    },
    limits: leasedLimits(openLimitStore(database.url)),
    proxies: readProxies(["127.0.0.2"]) as NonNullable<ReturnType<typeof readProxies>>,
    log,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  reached = [];
  forgetLog();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.drop();
});

type Answer = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: string };
type Asked = { method?: string; headers?: Record<string, string>; body?: string; from?: string };

function ask(path: string, { method = "GET", headers = {}, body, from }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", path, method, headers, agent: false };
    const request = http.request({ ...options, ...(from ? { localAddress: from } : {}) }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

test.each([
  ["TRACE", "/api/v1/pool", "GET, HEAD, OPTIONS"],
  ["TRACE", "/api/health", "GET, HEAD"],
  ["TRACE", "/api/trpc/engine.pause", "GET, POST"],
  ["TRACE", "/", "GET, HEAD"],
  ["PUT", "/api/jobs/scan", "POST"],
  ["PROPFIND", "/api/v1/pool", "GET, HEAD, OPTIONS"],
  ["POST", "/admin/account", "GET, HEAD"],
  ["POST", "/admin/sign-in", "GET, HEAD"],
  ["OPTIONS", "/days", "GET, HEAD"],
])("%s %s answers 405 and says what is possible", async (method, path, allow) => {
  const answer = await ask(path, { method });
  expect(answer).toMatchObject({ status: 405, headers: { allow } });
  expect(JSON.parse(answer.body)).toEqual({
    code: "METHOD_NOT_SUPPORTED",
    message: `${method} is not possible here. Possible: ${allow}.`,
  });
  expect(answer.headers).toMatchObject({
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "content-security-policy": expect.stringContaining("frame-ancestors 'none'; sandbox"),
    "content-type": "application/json",
  });
  expect(reached).toEqual([]);
});

/** Says that it will send so many bytes, sends none, and tells what it is answered. */
function announce(path: string, headers: string): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
    });
    socket.on("data", (chunk) => {
      said += chunk;
    });
    socket.on("close", () => resolve(said));
  });
}

test.each([
  ["/api/auth/callback/credentials", 104_857_600],
  ["/api/auth/callback/credentials", 8_193],
  ["/api/auth/%63allback/credentials", 8_193],
  ["/api/trpc/engine.pause", 131_073],
  ["/api/jobs/scan", 1_025],
])("a body for %s of %d bytes is refused before it is sent", async (path, length) => {
  expect(await announce(path, `Content-Length: ${length}`)).toMatch(/^HTTP\/1\.1 413 .*"PAYLOAD_TOO_LARGE"/s);
  const asked = await announce(path, `Content-Length: ${length}\r\nExpect: 100-continue`);
  expect(asked).toMatch(/^HTTP\/1\.1 413 /);
  expect(reached).toEqual([]);
});

it("a body of unknown length is refused, and one that a GET has", async () => {
  expect(await announce("/api/trpc/engine.pause", "Transfer-Encoding: chunked")).toMatch(/^HTTP\/1\.1 411 /);
  expect((await ask("/days", { headers: { "content-length": "3" }, body: "abc" })).status).toBe(413);
  expect(reached).toEqual([]);
});

test.each([
  ["two lengths", "Content-Length: 3\r\nContent-Length: 4"],
  ["a length and chunks", "Content-Length: 3\r\nTransfer-Encoding: chunked"],
  ["chunks by another name", "Transfer-Encoding: xchunked"],
  ["a length with a sign", "Content-Length: +3"],
])("a request whose end two readers could see in two places is refused: %s", async (_what, headers) => {
  expect(await announce("/api/trpc/engine.pause", headers)).toMatch(/^HTTP\/1\.1 (400|411) /);
  expect(reached).toEqual([]);
});

it("a body within the limit reaches the application, also of one who asks first", async () => {
  const body = "x".repeat(8_192);
  const path = "/api/auth/callback/credentials";
  for (const headers of [[], [["expect", "100-continue"]]] as [string, string][][]) {
    const length = Object.fromEntries([...headers, ["content-length", "8192"]]);
    expect((await ask(path, { method: "POST", headers: length, body })).status).toBe(200);
  }
  expect(reached.map(({ bytes }) => bytes)).toEqual([8_192, 8_192]);
});

it("an address with percent signs that are no UTF-8, or none at all, is the caller's error", async () => {
  expect((await ask("/days/%ff")).status).toBe(400);
  expect((await ask("/api/v1/eligibility/%")).status).toBe(400);
});

it("no caller says who it is", async () => {
  const lies = {
    [CALLER_HEADER]: "198.51.100.1",
    "x-forwarded-for": "198.51.100.2",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "gopher",
    "x-real-ip": "198.51.100.3",
    forwarded: "for=198.51.100.4",
  };
  await ask("/", { headers: lies });
  const [seen] = reached;
  expect(seen?.headers[CALLER_HEADER]).toBe("127.0.0.1");
  expect(seen?.headers["x-forwarded-for"]).toBe("127.0.0.1");
  for (const name of ["x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded"]) {
    expect(seen?.headers).not.toHaveProperty(name);
  }
});

it("a trusted proxy says who calls", async () => {
  await ask("/", { from: "127.0.0.2", headers: { "x-forwarded-for": "198.51.100.1, ::ffff:203.0.113.9" } });
  expect(reached[0]?.headers[CALLER_HEADER]).toBe("203.0.113.9");
});

describe("the id of a request", () => {
  const ID = /^[0-9a-f-]{36}$/;
  const idOf = ({ headers }: Answer) => headers["x-request-id"];

  it("is told with every answer, a refusal too, and is another one for each", async () => {
    const answers = [await ask("/"), await ask("/"), await ask("/", { method: "TRACE" })];
    for (const answer of answers) expect(idOf(answer)).toMatch(ID);
    expect(new Set(answers.map(idOf)).size).toBe(3);
  });

  it("is a trusted proxy's if it looks like one; a stranger's word is not taken", async () => {
    const headers = { "x-request-id": "proxy-0123456789" };
    expect(idOf(await ask("/", { headers, from: "127.0.0.2" }))).toBe("proxy-0123456789");
    expect(idOf(await ask("/", { headers }))).toMatch(ID);
    for (const strange of ["short", "with a blank in it", "x".repeat(129), '"quoted-id"'])
      expect(idOf(await ask("/", { headers: { "x-request-id": strange }, from: "127.0.0.2" }))).toMatch(ID);
    expect(reached.filter((request) => "x-request-id" in request.headers)).toEqual([]);
  });

  it("stands in every line of the log that the request causes", async () => {
    failing = new Error("no answer");
    const answer = await ask("/").finally(() => {
      failing = null;
    });
    expect(answer.status).toBe(500);
    expect(logged()).toEqual([expect.objectContaining({ requestId: idOf(answer), msg: "a request was not answered" })]);
    expect(told).toBe(idOf(answer));
  });
});

const through = (caller: string) => ({ from: "127.0.0.2", headers: { "x-forwarded-for": caller } });

it("a network that calls too often is told when to come back, and no other network is", async () => {
  const answers: Answer[] = [];
  for (let call = 0; call <= LIMITS.health.calls; call++)
    answers.push(await ask("/api/health", through("203.0.113.1")));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  const [last] = refused;
  expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
  expect(JSON.parse(last?.body ?? "")).toEqual({
    code: "TOO_MANY_REQUESTS",
    message: `Too many requests. Try again in ${last?.headers["retry-after"]} s.`,
  });
  const details = { door: "health", seconds: Number(last?.headers["retry-after"]) };
  expect(logged()).toEqual([
    expect.objectContaining({ security: true, event: "call.limited", address: "203.0.113.1", details }),
  ]);
  expect((await ask("/api/health", through("203.0.113.2"))).status).toBe(200);
  expect((await ask("/api/v1/pool", through("203.0.113.1"))).status).toBe(200);
});

/** Asks at once while nothing is answered; releases what waits as soon as so many were refused. All statuses. */
async function askHeld(callers: readonly string[], refusals: number): Promise<number[]> {
  let release: () => void = () => undefined;
  held = new Promise((resolve) => {
    release = resolve;
  });
  let refused = 0;
  const asked = callers.map(async (caller) => {
    const { status } = await ask("/", through(caller));
    if (status !== 200 && ++refused === refusals) release();
    return status;
  });
  const statuses = await Promise.all(asked);
  held = null;
  return statuses;
}

it("calls that are not answered yet are bounded, of one network and of all", async () => {
  const many = Array.from({ length: 300 }, (_, call) => `203.0.113.${100 + (call % 5)}`);
  const statuses = await askHeld(many, 44);
  expect(statuses.filter((status) => status === 200)).toHaveLength(256);
  expect(statuses.filter((status) => status === 503)).toHaveLength(44);
  const own = await askHeld(Array<string>(80).fill("203.0.113.200"), 16);
  expect(own.filter((status) => status === 200)).toHaveLength(64);
  expect(own.filter((status) => status === 429)).toHaveLength(16);
});
