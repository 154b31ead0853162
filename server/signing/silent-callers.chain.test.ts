import { once } from "node:events";
import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import tls from "node:tls";
import { afterEach, expect, it } from "vitest";
import { createRemoteSigner } from "./remote-signer";
import { MOST_CONNECTIONS, MOST_OF_ONE, startSignerServer } from "./signer-server";

const SECRET = "s".repeat(32);
const PUBLIC_KEY = "ab".repeat(32);
const read = (name: string) => readFileSync(path.join("server", "testing", "signing", name), "utf8");
const CERTIFICATE = { cert: read("test-certificate.pem"), key: read("test-certificate-key.pem") };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(secured: boolean): Promise<number> {
  const server = await startSignerServer({
    port: 0,
    host: "0.0.0.0",
    tls: secured ? CERTIFICATE : null,
    secret: SECRET,
    publicKey: PUBLIC_KEY,
    sign: async () => ({ ok: false, problems: ["not asked"] }),
    held: async () => null,
    note: () => undefined,
    failed: () => undefined,
    idleMs: 200,
  });
  ends.push(server.stop);
  return server.port;
}

/** Opens connections that say nothing, from addresses of their own; resolves once the signer has ended all. */
async function fill(port: number, begin: (socket: net.Socket) => net.Socket): Promise<unknown> {
  const closed = Array.from({ length: MOST_CONNECTIONS }, async (_, n) => {
    const localAddress = `127.0.1.${1 + Math.floor(n / MOST_OF_ONE)}`;
    const socket = net.connect({ host: "127.0.0.1", port, localAddress });
    ends.push(() => socket.destroy());
    await once(socket, "connect");
    const begun = begin(socket);
    begun.on("error", () => undefined).resume();
    await once(socket, "close");
  });
  return Promise.all(closed);
}

function beginRequest(socket: net.Socket): net.Socket {
  socket.write("GET / HTTP/1.1\r\n");
  return socket;
}

const ask = (port: number, secured: boolean) => {
  const url = `${secured ? "https" : "http"}://127.0.0.1:${port}`;
  return createRemoteSigner({ url, secret: SECRET, name: "oracle", ca: CERTIFICATE.cert }).publicKey();
};

it.each<[string, boolean, (socket: net.Socket) => net.Socket]>([
  ["nothing", false, (socket) => socket],
  ["half a request", false, beginRequest],
  ["nothing where TLS should begin", true, (socket) => socket],
  ["nothing after TLS has begun", true, (socket) => tls.connect({ socket, ca: CERTIFICATE.cert })],
])(
  "callers that say %s, as many as there are places, are ended, and the signer answers its own",
  async (_, secured, begin) => {
    const port = await serve(secured);
    await fill(port, begin);
    expect(await ask(port, secured)).toBe(PUBLIC_KEY);
  },
);

it("one address leaves places to others", async () => {
  const port = await serve(false);
  const sockets = Array.from({ length: MOST_CONNECTIONS }, () =>
    net.connect({ host: "127.0.0.1", port, localAddress: "127.0.1.1" }),
  );
  ends.push(() => sockets.map((socket) => socket.destroy()));
  await Promise.all(
    sockets.map((socket) =>
      once(
        socket.on("error", () => undefined),
        "connect",
      ),
    ),
  );
  expect(await ask(port, false)).toBe(PUBLIC_KEY);
});
