import { once } from "node:events";
import http, { type Server } from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it, test } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { createFront } from "./front";
import { readProxies } from "./networks";

/* What strangers can take of the front server: places, sockets, and time. */

let server: Server;
let port: number;
/** Requests that the application answers. */
let begun: number;
let release: () => void;
let held: Promise<void>;
/** Called when a connection has ended. */
let gone: (value: unknown) => void = () => undefined;

function hold(): void {
  begun = 0;
  held = new Promise((resolve) => {
    release = resolve;
  });
}

beforeEach(async () => {
  hold();
  server = createFront({
    handle: async (request, response) => {
      begun++;
      await held;
      if (request.method === "POST") for await (const _chunk of request);
      response.end("answered");
    },
    limits: { take: async () => 0 },
    proxies: readProxies(["127.0.0.2"]) as NonNullable<ReturnType<typeof readProxies>>,
    log: memoryLog().log,
  });
  server.on("connection", (socket) => socket.on("close", () => gone(null)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  release();
  server.closeAllConnections();
  server.close();
});

type Asked = { readonly from?: string; readonly method?: string; readonly caller?: string };

/** The request, and its status; 0 if it was cut off. */
function ask(path: string, { from = "127.0.0.2", method = "GET", caller = "203.0.113.1" }: Asked = {}) {
  const options = { host: "127.0.0.1", port, path, method, agent: false, localAddress: from };
  const request = http.request({ ...options, headers: { "x-forwarded-for": caller } }).end();
  const status = new Promise<number>((resolve) => {
    request.once("response", (response) => resolve(response.resume().statusCode ?? 0));
    request.once("error", () => resolve(0));
  });
  return { request, status };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function openSocket(from: string, text = ""): Promise<Socket> {
  const socket = net.connect({ host: "127.0.0.1", port, localAddress: from });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

it("who sends a body slowly takes no place of those who are answered", async () => {
  const head = (caller: string) =>
    `POST /api/trpc/engine.pause HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${caller}\r\nContent-Length: 100000\r\n\r\n{`;
  const slow = await Promise.all(Array.from({ length: 100 }, () => openSocket("127.0.0.2", head("203.0.113.1"))));
  release();
  expect(await Promise.all(Array.from({ length: 20 }, () => ask("/days").status))).toEqual(Array(20).fill(200));
  expect(begun, "none of the slow ones").toBe(20);
  for (const socket of slow) socket.destroy();
});

it("a body that comes in pieces arrives whole", async () => {
  release();
  const head = "POST /api/auth/callback/credentials HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n";
  const socket = await openSocket("127.0.0.2", head);
  for (const piece of ["ab", "cd", "ef"]) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 [\s\S]*answered/);
  socket.destroy();
});

it("who goes away gives the place back only when what was begun has ended", async () => {
  const gone = Array.from({ length: 64 }, () => ask("/days"));
  await until(() => begun === 64);
  for (const { request } of gone) request.destroy();
  await Promise.all(gone.map(({ status }) => status));
  expect(await ask("/days").status).toBe(429);
  expect(await ask("/days", { method: "HEAD" }).status, "whatever is asked").toBe(429);
  release();
  await until(() => begun === 64);
  let status = 0;
  while (status !== 200) status = await ask("/days").status;
});

const ONE = "GET /days HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.1\r\n\r\n";

it("one answer at a time on a connection: who does not wait for it is told so", async () => {
  const socket = await openSocket("127.0.0.2", ONE.repeat(3));
  await until(() => begun > 0);
  release();
  let text = "";
  socket.on("data", (piece) => {
    text += piece;
  });
  await once(socket, "end");
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
  expect(text).toMatch(/Wait for an answer/);
  expect(begun).toBe(1);
});

it("a connection that is cut leaves no place taken, although several requests were sent on it", async () => {
  const socket = await openSocket("127.0.0.2", ONE.repeat(5));
  await until(() => begun > 0);
  const noticed = new Promise((resolve) => {
    gone = resolve;
  });
  socket.destroy();
  await noticed;
  release();
  hold();
  let refused = 0;
  const asked = Array.from({ length: 64 }, () => ask("/days").status);
  for (const status of asked) void status.then(() => refused++);
  await until(() => begun + refused === 64);
  expect(refused).toBe(0);
  release();
  expect(await Promise.all(asked)).toEqual(Array(64).fill(200));
});

it("the networks of a site have twice the places of one, and no more", async () => {
  const from = (site: number, count: number) =>
    Array.from({ length: count }, (_, call) => ask("/days", { caller: `2001:db8:${site}:${call % 5}::1` }));
  const mine = from(1, 160);
  await until(() => begun === 128);
  const other = from(2, 100);
  await until(() => begun === 228);
  release();
  const count = async (asked: typeof mine) =>
    (await Promise.all(asked.map(({ status }) => status))).filter((status) => status === 429).length;
  expect(await count(mine)).toBe(32);
  expect(await count(other)).toBe(0);
});

test("a flood of pages leaves the places of jobs, health and sign-in alone", async () => {
  const flood = Array.from({ length: 300 }, (_, call) => ask("/days", { caller: `203.0.113.${call % 6}` }));
  await until(() => begun === 256);
  const others = [
    ask("/api/jobs/scan", { method: "POST" }),
    ask("/api/health"),
    ask("/api/auth/callback/credentials", { method: "POST" }),
    ask("/api/v1/days/5/report/0"),
  ];
  await until(() => begun === 260);
  release();
  expect(await Promise.all(others.map(({ status }) => status))).toEqual([200, 200, 200, 200]);
  await Promise.all(flood.map(({ status }) => status));
});

it("one network has at most 250 sockets, a trusted proxy as many as it wants", async () => {
  const silent = await Promise.all(Array.from({ length: 250 }, () => openSocket("127.0.0.3")));
  release();
  expect(await ask("/days", { from: "127.0.0.3" }).status).toBe(0);
  expect(await ask("/days", { from: "127.0.0.4" }).status).toBe(200);
  const proxied = await Promise.all(Array.from({ length: 300 }, () => openSocket("127.0.0.2")));
  expect(await ask("/days").status).toBe(200);
  for (const socket of [...silent, ...proxied]) socket.destroy();
});
