import { once } from "node:events";
import { readFile, rename, stat } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError, reasonOf } from "../errors";
import type { Binaries } from "./binaries";
import type { ServerFolder } from "./folder";
import { type Hold, startKeeper } from "./keeper";
import { findPostmaster, type Postmaster, removeStalePidFile, waitForStop } from "./postmaster";

/** The server listens only here. */
export const HOST = "127.0.0.1";

const READY_TIMEOUT_MS = 180_000; // Recovery after a crash replays the log first.
const START_ATTEMPTS = 4;
const LOG_LIMIT_BYTES = 10_000_000;

export interface Running {
  readonly hold: Hold;
  readonly server: Postmaster;
}

export interface ServerOptions {
  readonly port: number | undefined;
  readonly ephemeral: boolean;
}

/**
 * Starts the server of `folder`, whose cluster exists without a living keeper, and waits until it accepts connections.
 * Call it under the start lock.
 */
export async function startServer(folder: ServerFolder, binaries: Binaries, options: ServerOptions): Promise<Running> {
  // Without a keeper, a running server is stopping, or is an orphan whose keeper was killed with its users.
  const orphan = await findPostmaster(folder.cluster);
  if (orphan) await waitForStop(orphan.pid, folder.cluster, true);
  await rotateLog(folder);
  for (let attempt = 1; ; attempt++) {
    await removeStalePidFile(folder.cluster);
    const port = await choosePort(options.port);
    const hold = await startKeeper(folder, serverCommand(folder, binaries, port, options), options.ephemeral);
    const server = await waitUntilReady(folder, hold, port);
    if (server) return { hold, server };
    const log = await readLogEnd(folder);
    await hold.release();
    // Another program took the port in between, or children of a killed server are not all gone yet.
    const passing = /could not bind|shared memory block|is still in use/.test(log);
    if (!passing || attempt === START_ATTEMPTS) {
      throw new DatabaseError("start", `The database server in ${folder.path} did not start. Its log ends: ${log}`);
    }
    await sleep(500 * attempt);
  }
}

function serverCommand(folder: ServerFolder, binaries: Binaries, port: number, options: ServerOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: HOST,
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    jit: "off",
    ...(options.ephemeral
      ? { max_connections: "200", fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
      : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return [binaries.postgres, "-D", folder.cluster, "-p", `${port}`, ...flags];
}

async function waitUntilReady(folder: ServerFolder, hold: Hold, port: number): Promise<Postmaster | undefined> {
  let ended = false;
  void hold.keeperExit?.then(() => {
    ended = true;
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!ended && Date.now() < deadline) {
    const server = await findPostmaster(folder.cluster);
    if (server?.ready && server.port === port) return server;
    await sleep(25);
  }
  return undefined;
}

/** Port 0 lets the system choose a free one. */
async function choosePort(wanted = 0): Promise<number> {
  const probe = net.createServer();
  try {
    probe.listen(wanted, HOST);
    await once(probe, "listening");
    const address = probe.address();
    return typeof address === "object" && address ? address.port : wanted;
  } catch (error) {
    throw new DatabaseError(
      "port",
      `The database cannot listen on port ${wanted} of ${HOST}: ${reasonOf(error)}. ` +
        "Stop the program that uses it, or name another port, or none to use any free one.",
    );
  } finally {
    probe.close();
  }
}

async function rotateLog(folder: ServerFolder): Promise<void> {
  const log = path.join(folder.path, "server.log");
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(log, `${log}.1`);
}

async function readLogEnd(folder: ServerFolder): Promise<string> {
  const text = await readFile(path.join(folder.path, "server.log"), "utf8").catch((error) => reasonOf(error));
  return text.trim().split("\n").slice(-6).join("\n");
}
