import { once } from "node:events";
import { readFile, rename, rm, stat } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { DatabaseError, reasonOf } from "../errors";
import { type Binaries, prepareBinaries } from "./binaries";
import { type Credentials, ensureCluster } from "./cluster";
import { makeTemporaryFolder, openDataFolder, type ServerFolder } from "./folder";
import { type Hold, joinKeeper, startKeeper } from "./keeper";
import { findPostmaster, type Postmaster, removeStalePidFile, waitForStop } from "./postmaster";
import { withStartLock } from "./start-lock";

const HOST = "127.0.0.1";
const READY_TIMEOUT_MS = 180_000; // a recovery after a crash replays the log first
const START_ATTEMPTS = 4;
const LOG_LIMIT_BYTES = 10_000_000;

/** Role and, unless another is asked for, database of the product. The role may create databases, no more. */
export const APPLICATION_NAME = "prize_oracle";

export interface EmbeddedOptions {
  /** Folder for the data; default `.data/postgres` of the project, see openDataFolder. Not with `ephemeral`. */
  readonly dataDir?: string;
  /** Database to make if it does not exist and to connect to. */
  readonly database?: string;
  /** For tests: data in a temporary folder, not safe against power loss, gone when the last user ends. */
  readonly ephemeral?: boolean;
  /** TCP port on 127.0.0.1; default any free one. Not regarded when the server runs already. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** Address with password. */
  readonly url: string;
  /** Folder that holds the data, the log and the credentials. */
  readonly folder: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Gives up our share; when it was the last, resolves once the server has ended. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL server, or takes a share in the one that already serves this folder. It stops
 * when its last user stops or dies. Throws DatabaseError in words.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const ephemeral = options.ephemeral ?? false;
  const folder = ephemeral ? await makeTemporaryFolder() : await openDataFolder(options.dataDir);
  try {
    const binaries = await prepareBinaries(folder.user);
    return await withStartLock(folder.path, async () => {
      const credentials = await ensureCluster(folder, binaries, !ephemeral);
      const { hold, server } = (await joinServer(folder)) ?? (await startServer(folder, binaries, options));
      try {
        const url = await ensureDatabase(server.port, credentials, options.database ?? APPLICATION_NAME);
        return {
          url,
          folder: folder.path,
          pid: server.pid,
          stop: () => stopServer(folder, hold, server, ephemeral),
        };
      } catch (error) {
        await stopServer(folder, hold, server, ephemeral);
        throw error;
      }
    });
  } catch (error) {
    if (ephemeral) await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

interface Running {
  readonly hold: Hold;
  readonly server: Postmaster;
}

async function joinServer(folder: ServerFolder): Promise<Running | undefined> {
  const hold = await joinKeeper(folder);
  if (hold) {
    const server = await findPostmaster(folder.cluster);
    if (server?.ready) return { hold, server };
    await hold.release();
  }
  return undefined;
}

async function startServer(
  folder: ServerFolder,
  binaries: Binaries,
  options: EmbeddedOptions,
): Promise<Running> {
  // No keeper answers: what still runs is stopping, or an orphan whose keeper was killed with its users.
  const orphan = await findPostmaster(folder.cluster);
  if (orphan) await waitForStop(orphan.pid, folder.cluster, true);
  await rotateLog(folder);
  for (let attempt = 1; ; attempt++) {
    await removeStalePidFile(folder.cluster);
    const port = await choosePort(options.port);
    const hold = await startKeeper(
      folder,
      serverCommand(folder, binaries, port, options),
      options.ephemeral ?? false,
    );
    const server = await waitUntilReady(folder, hold, port);
    if (server) return { hold, server };
    const log = await readLogEnd(folder);
    await hold.release();
    // Another program took the port in between, or children of a killed server have not all gone yet.
    const passing = /could not bind|shared memory block|is still in use/.test(log);
    if (!passing || attempt === START_ATTEMPTS) {
      throw new DatabaseError(
        "start",
        `The database server in ${folder.path} did not start. Its log ends: ${log}`,
      );
    }
    await sleep(500 * attempt);
  }
}

function serverCommand(
  folder: ServerFolder,
  binaries: Binaries,
  port: number,
  options: EmbeddedOptions,
): string[] {
  const settings: Record<string, string> = {
    listen_addresses: HOST,
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    jit: "off",
    ...(options.ephemeral ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return [binaries.postgres, "-D", folder.cluster, "-p", `${port}`, ...flags];
}

async function waitUntilReady(
  folder: ServerFolder,
  hold: Hold,
  port: number,
): Promise<Postmaster | undefined> {
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

/** Port 0 lets the system choose one that is free. */
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
        "End the program that uses it, or name another port, or none to take any that is free.",
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

async function ensureDatabase(port: number, credentials: Credentials, database: string): Promise<string> {
  const sql = postgres({
    host: HOST,
    port,
    user: "postgres",
    password: credentials.superuser,
    database: "postgres",
    max: 1,
    onnotice: () => undefined,
  });
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${APPLICATION_NAME}`;
    if (!role) {
      // Letters, digits, - and _ only (base64url), so it needs no quoting; a utility statement takes no parameters.
      await sql.unsafe(
        `create role ${APPLICATION_NAME} login createdb password '${credentials.application}'`,
      );
    }
    const [existing] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!existing) await sql`create database ${sql(database)} owner ${sql(APPLICATION_NAME)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
  const name = encodeURIComponent(database);
  return `postgres://${APPLICATION_NAME}:${credentials.application}@${HOST}:${port}/${name}`;
}

async function stopServer(
  folder: ServerFolder,
  hold: Hold,
  server: Postmaster,
  ephemeral: boolean,
): Promise<void> {
  if (!(await hold.release())) return;
  await waitForStop(server.pid, folder.cluster, false);
  await hold.keeperExit;
  if (ephemeral) await rm(folder.path, { recursive: true, force: true });
}
