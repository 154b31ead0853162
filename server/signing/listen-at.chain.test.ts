import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { testSecret } from "@/server/testing/secrets";
import { createRemoteSigner } from "./remote-signer";
import { startSignerServer } from "./signer-server";

const secret = testSecret("signer");
const publicKey = "ab".repeat(32);

let directory: string;
let socket: string;
const stops: (() => Promise<void>)[] = [];
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-socket-"));
  socket = path.join(directory, "signer.sock");
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await rm(directory, { recursive: true });
});

async function serve(): Promise<void> {
  const acts = { sign: async () => ({ ok: true, signature: "cd".repeat(64) }) as const, held: async () => null };
  const logs = { note: () => undefined, failed: () => undefined };
  stops.push((await startSignerServer({ port: 0, socket, secret, publicKey, ...acts, ...logs })).stop);
}

const ask = (known = secret) =>
  createRemoteSigner({ url: `unix:${socket}`, secret: known, name: "oracle" }).publicKey();

it("answers on a socket that only its owner and group may use, and only who knows the secret", async () => {
  await expect(ask()).rejects.toThrow(/oracle at unix:.* does not answer: there is no such socket. Start the signer/);
  await serve();
  expect((await stat(socket)).mode & 0o777).toBe(0o660);
  expect(await ask()).toBe(publicKey);
  await expect(ask("another")).rejects.toThrow(/answered 401: the signer's secret is missing or wrong/);
});

it("takes the place of a signer that was killed, but of none that answers, and of no other file", async () => {
  const program = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => console.log("up"))`;
  const killed = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  await expect(ask()).rejects.toThrow(/nothing listens there/);
  await serve();
  expect(await ask()).toBe(publicKey);
  await expect(serve()).rejects.toThrow(/The signer cannot listen on .*signer.sock: it is taken or not allowed/);
  expect(await ask()).toBe(publicKey);

  await stops.splice(0)[0]?.();
  await writeFile(socket, "a file of somebody");
  await expect(serve()).rejects.toThrow(/cannot listen on/);
  expect(await readFile(socket, "utf8")).toBe("a file of somebody");
});

it("leaves its socket to a signer that lives and is too busy to answer", async () => {
  const where = JSON.stringify({ path: socket, backlog: 1 });
  const program = `require("node:net").createServer().listen(${where}, () => console.log("up"))`;
  const busy = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(busy.stdout, "data");
  busy.kill("SIGSTOP");
  const waiting: net.Socket[] = [];
  try {
    for (let isFull = false; !isFull; ) {
      const caller = net.connect(socket);
      waiting.push(caller);
      isFull = await new Promise((resolve) => {
        caller.once("connect", () => resolve(false));
        caller.once("error", (error) => resolve("code" in error && error.code === "EAGAIN"));
      });
    }
    await expect(serve()).rejects.toThrow(/cannot listen on .*signer.sock: it is taken/);
    expect((await stat(socket)).isSocket()).toBe(true);
  } finally {
    for (const caller of waiting) caller.destroy();
    busy.kill("SIGKILL");
  }
});
