import { chmod, rm, stat } from "node:fs/promises";
import net from "node:net";

/** Where a signer listens: at a port of an address, or on a socket of its machine instead. */
export type Place = { readonly host?: string; readonly port: number; readonly socket?: string | null };

/** Resolves to the port, 0 on a socket. Throws in words of ours. */
export async function listenAt(server: net.Server, place: Place): Promise<number> {
  const { host = "127.0.0.1", port, socket = null } = place;
  if (socket !== null) return listenOnSocket(server, socket);
  await listen(server, { host, port }, `at ${host}, port ${port}`);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the signer has no port");
  return address.port;
}

/** For its owner and group: the engine runs as another user. Whoever reaches it still needs the secret. */
async function listenOnSocket(server: net.Server, path: string): Promise<number> {
  if (await isLeftover(path)) await rm(path, { force: true });
  await listen(server, { path }, `on ${path}`);
  await chmod(path, 0o660);
  return 0;
}

function listen(server: net.Server, options: net.ListenOptions, where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new Error(`The signer cannot listen ${where}: it is taken or not allowed.`, { cause: error })),
    );
    server.listen(options, resolve);
  });
}

/** A socket that a signer has left that was killed: nobody answers there. Any other file stays. */
async function isLeftover(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isSocket() === true && isNobodyThere(path);
}

/** Only a refusal says so: one that is busy, or of another user, may well live. */
export function isNobodyThere(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(path);
    probe.once("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED"));
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
  });
}
