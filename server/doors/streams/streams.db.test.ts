import { once } from "node:events";
import http, { type IncomingMessage, type Server } from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, test } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { isStream } from "../doors";
import { createFront } from "../front";
import { readProxies } from "../networks";
import type { Reader } from "./feed";
import { createStreams, type Streams } from "./streams";

/* Streams by real sockets, through the front server. */

let server: Server;
let port: number;
let streams: Streams;
let readers: Set<Reader>;

beforeEach(async () => {
  readers = new Set();
  streams = createStreams({
    follow(reader) {
      readers.add(reader);
      reader.tell(told(0));
      return () => void readers.delete(reader);
    },
    look: () => undefined,
    setHeard: () => undefined,
    close: () => {
      for (const reader of readers) reader.end("closed");
    },
  });
  server = createFront({
    handle: async (request, response) => {
      if (isStream(request.url ?? "")) await streams.answer(request, response);
      else response.end("answered");
    },
    limits: { take: async () => 0 },
    proxies: readProxies(["127.0.0.2"]) as NonNullable<ReturnType<typeof readProxies>>,
    log: memoryLog().log,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  streams.close();
  server.closeAllConnections();
  server.close();
});

const told = (at: number, filler = "") => ({ id: `id${at}`, text: `id: id${at}\ndata: ${at}${filler}\n\n` });

type Asked = { readonly path?: string; readonly caller?: string; readonly headers?: Record<string, string> };

async function ask({ path = "/api/events", caller = "203.0.113.1", headers = {} }: Asked = {}) {
  const all = { "x-forwarded-for": caller, ...headers };
  const options = { host: "127.0.0.1", port, path, agent: false, localAddress: "127.0.0.2", headers: all };
  const request = http.get(options);
  request.on("error", () => undefined);
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  answer.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  answer.on("error", () => undefined);
  const { statusCode: status } = answer;
  return { request, answer, status, headers: answer.headers, text: () => text };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

it("tells what is so, then what it becomes, and nobody in between keeps or collects it", async () => {
  const stream = await ask();
  expect(stream.status).toBe(200);
  expect(stream.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
  await until(() => stream.text().includes("data: 0"));
  for (const reader of readers) reader.tell(told(1));
  await until(() => stream.text().includes("data: 1"));
  expect(stream.text()).toMatch(/^retry: [234]\d{3}\n\nid: id0\ndata: 0\n\nid: id1\ndata: 1\n\n$/);
});

it("while the database is away it tells pages to come back later, not every few seconds", async () => {
  const { answer, text } = await ask();
  await until(() => text().includes("data: 0"));
  for (const reader of readers) reader.end("away");
  await once(answer, "end");
  expect(text()).toMatch(/^retry: [234]\d{3}\n\nid: id0\ndata: 0\n\nretry: [3-6]\d{4}\n\n$/);
});

it("who comes back with what it has is told only what is new", async () => {
  const stream = await ask({ headers: { "last-event-id": "id0" } });
  for (const reader of readers) reader.tell(told(1));
  await until(() => stream.text().includes("data: 1"));
  expect(stream.text()).not.toContain("data: 0");
});

it("a network has so many, all have so many, and pages are answered beside them", async () => {
  const network = (at: number) => `203.0.113.${at}`;
  const own = await Promise.all(Array.from({ length: 51 }, () => ask({ caller: network(1) })));
  const refused = own.filter(({ status }) => status !== 200);
  expect(refused.map(({ status, headers }) => [status, headers["retry-after"]])).toEqual([[503, "60"]]);
  await until(() => refused[0]?.text().endsWith("}") ?? false);
  expect(JSON.parse(refused[0]?.text() ?? "")).toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  for (let at = 2; at <= 20; at++) await Promise.all(Array.from({ length: 50 }, () => ask({ caller: network(at) })));
  expect(readers.size).toBe(1_000);
  expect((await ask({ caller: network(99) })).status).toBe(503);
  expect((await ask({ caller: network(1), path: "/days" })).status).toBe(200);
  expect((await ask({ caller: network(99), path: "/api/pulse" })).status).toBe(200);
  own[0]?.request.destroy();
  await until(() => readers.size === 999);
  expect((await ask({ caller: network(99) })).status).toBe(200);
});

it("a reader who takes nothing is dropped before much waits for it", async () => {
  const socket = net.connect({ host: "127.0.0.1", port });
  socket.on("error", () => undefined);
  socket.write("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n");
  await until(() => readers.size === 1);
  socket.pause();
  let events = 0;
  while (readers.size > 0) {
    for (const reader of readers) reader.tell(told(events++, "x".repeat(2_000)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  // What the two systems' sockets hold, and 64 KiB of ours.
  expect(events * 2_000).toBeLessThan(16 * 1024 * 1024);
  socket.destroy();
});

it("all end when the server does, and what is told after that harms nobody", async () => {
  const all = await Promise.all(Array.from({ length: 3 }, () => ask()));
  await until(() => readers.size === 3);
  const before = [...readers];
  const ended = all.map(({ answer }) => once(answer, "end"));
  streams.close();
  await Promise.all(ended);
  for (const reader of before) reader.tell(told(2));
  await until(() => readers.size === 0);
});

test.each(["cross-site", "same-site"])("a page elsewhere takes none of our places: %s", async (site) => {
  expect((await ask({ headers: { "sec-fetch-site": site } })).status).toBe(403);
  expect((await ask({ headers: { "sec-fetch-site": "same-origin" } })).status).toBe(200);
});
