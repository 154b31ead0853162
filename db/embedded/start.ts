import { rm } from "node:fs/promises";
import postgres from "postgres";
import { type Binaries, prepareBinaries } from "./binaries";
import { type Credentials, ensureCluster } from "./cluster";
import { makeTemporaryFolder, openDataFolder, type ServerFolder } from "./folder";
import { type Hold, joinKeeper } from "./keeper";
import { findPostmaster, type Postmaster, waitForStop } from "./postmaster";
import { HOST, type Running, startServer } from "./server-process";
import { withStartLock } from "./start-lock";

/** The product's role, and its database by default. The role may create databases, no more. */
export const APPLICATION_NAME = "prize_oracle";

export interface EmbeddedOptions {
  /** Folder for the data; default `.data/postgres` of the project, see openDataFolder. Not with `ephemeral`. */
  readonly dataDir?: string;
  /** The database to connect to, created if missing. */
  readonly database?: string;
  /** For tests: data in a temporary folder, not safe against power loss, removed when the last user ends. */
  readonly ephemeral?: boolean;
  /** TCP port on 127.0.0.1; default any free one. Ignored if the server is already running. */
  readonly port?: number;
  /** The server's programs; default those of the npm package. */
  readonly binaries?: Binaries;
}

export interface EmbeddedPostgres {
  /** Address with password. */
  readonly url: string;
  /** Folder that holds the data, the log and the credentials. */
  readonly folder: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Gives up our share. If it was the last, resolves when the server has ended. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL server, or takes a share in the one that already serves this folder. It stops when its last
 * user stops or dies. Throws a readable DatabaseError.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const ephemeral = options.ephemeral ?? false;
  const folder = ephemeral ? await makeTemporaryFolder() : await openDataFolder(options.dataDir);
  try {
    const binaries = options.binaries ?? (await prepareBinaries(folder.user));
    return await withStartLock(folder.path, async () => {
      const credentials = await ensureCluster(folder, binaries, !ephemeral);
      const { hold, server } =
        (await joinServer(folder)) ?? (await startServer(folder, binaries, { port: options.port, ephemeral }));
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

async function joinServer(folder: ServerFolder): Promise<Running | undefined> {
  const hold = await joinKeeper(folder);
  if (hold) {
    const server = await findPostmaster(folder.cluster);
    if (server?.ready) return { hold, server };
    await hold.release();
  }
  return undefined;
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
      // Only letters, digits, - and _ (base64url), so it needs no quoting; a utility statement takes no parameters.
      await sql.unsafe(`create role ${APPLICATION_NAME} login createdb password '${credentials.application}'`);
    }
    const [existing] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!existing) await sql`create database ${sql(database)} owner ${sql(APPLICATION_NAME)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
  const name = encodeURIComponent(database);
  return `postgres://${APPLICATION_NAME}:${credentials.application}@${HOST}:${port}/${name}`;
}

async function stopServer(folder: ServerFolder, hold: Hold, server: Postmaster, ephemeral: boolean): Promise<void> {
  if (!(await hold.release())) return;
  await waitForStop(server.pid, folder.cluster, false);
  await hold.keeperExit;
  if (ephemeral) await rm(folder.path, { recursive: true, force: true });
}
