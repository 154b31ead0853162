import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { Sending, Sent } from "@/server/domain/monitoring/channel";
import { post } from "./post";
import { openSmtp } from "./smtp";

/* Receivers that take their time: each costs its channel ten seconds, and nobody else anything. */

const sockets = new Set<Socket>();
let server: Server | null = null;
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** A server that says `greeting`, and then a byte each second; without a greeting it never says anything. Its port. */
async function startDripping(greeting: string): Promise<number> {
  const started = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    if (greeting === "") return;
    socket.write(greeting);
    const drip = setInterval(() => socket.write("x"), 1_000);
    socket.on("close", () => clearInterval(drip));
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const address = started.address();
  return typeof address === "object" && address ? address.port : 0;
}

const sending: Sending = { id: "1", key: "k", nowMs: 0, signal: new AbortController().signal };
const LATE = { ok: false, isFinal: false, problem: expect.stringMatching(/within 10 s$/) };

it.each([
  ["silent", ""],
  ["slow in its headers", "HTTP/1.1 500 No\r\nX-Slow: "],
  ["slow in its body", "HTTP/1.1 500 No\r\nContent-Length: 1000\r\n\r\n"],
])("a web server that is %s is given up after ten seconds", async (_what, greeting) => {
  const port = await startDripping(greeting);
  expect(await post({ url: `http://127.0.0.1:${port}/`, body: "{}" }, sending)).toMatchObject(LATE);
});

it.each([
  ["silent", ""],
  ["slow", "220 "],
])("a mail server that is %s is given up after ten seconds", async (_what, greeting) => {
  const port = await startDripping(greeting);
  const settings = { host: "127.0.0.1", port, from: "a@b.example", to: ["c@d.example"] };
  const sent: Sent = await openSmtp({ ...settings, user: undefined, password: undefined })(
    { title: "t", text: "x", link: null, priority: 1 },
    sending,
  );
  expect(sent).toMatchObject(LATE);
  await expect.poll(() => [...sockets].every(({ destroyed }) => destroyed), { timeout: 10_000 }).toBe(true);
});
