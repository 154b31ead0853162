import { createHash } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, readdir, realpath, rmdir, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseError, reasonOf } from "../errors";
import { canEnter, type ServerUser } from "./run";
import { chooseServerUser } from "./server-user";

/**
 * The folder of one embedded server: `cluster/` (PostgreSQL's data), `credentials.json`, `server.log`, `keeper.fifo`,
 * `holders/`, `start.lock`. It belongs only to the server's user.
 */
export interface ServerFolder {
  readonly path: string;
  readonly cluster: string;
  readonly user: ServerUser | undefined;
}

/** The default place of the data: in the project, ignored by git. */
export const DEFAULT_DATA_DIRECTORY = ".data/postgres";

const SYSTEM_DATA_DIRECTORY = "/var/lib/daily-prize-oracle";

/**
 * The folder for persistent data, created if missing. A named folder must be usable. Without a name it is
 * `.data/postgres` of the project, or a system folder named after the project's path if the server's user cannot enter
 * the project (a clone in root's home).
 */
export async function openDataFolder(
  dataDirectory: string | undefined,
  projectDirectory = process.cwd(),
  systemDirectory = SYSTEM_DATA_DIRECTORY,
): Promise<ServerFolder> {
  const wanted = path.resolve(projectDirectory, dataDirectory ?? DEFAULT_DATA_DIRECTORY);
  const user = await chooseServerUser(path.join(wanted, "cluster"));
  try {
    return await claimFolder(wanted, user);
  } catch (error) {
    if (dataDirectory !== undefined || user === undefined) throw error;
    const key = createHash("sha256").update(projectDirectory).digest("hex").slice(0, 12);
    return claimFolder(path.join(systemDirectory, `${path.basename(projectDirectory)}-${key}`), user);
  }
}

/** A new folder for data that may be lost, where the server's user can go. */
export async function makeTemporaryFolder(): Promise<ServerFolder> {
  const user = await chooseServerUser("/nonexistent");
  for (const base of [os.tmpdir(), "/tmp", "/var/tmp"]) {
    if (!(await canEnter(base, user))) continue;
    return claimFolder(await mkdtemp(path.join(base, "prize-oracle-postgres-")), user);
  }
  throw new DatabaseError(
    "data-directory",
    `The database server's user can enter neither ${os.tmpdir()} nor /tmp nor /var/tmp; set TMPDIR to a folder it can.`,
  );
}

async function claimFolder(wanted: string, user: ServerUser | undefined): Promise<ServerFolder> {
  const unusable = (reason: string) =>
    new DatabaseError(
      "data-directory",
      `Cannot keep the database in ${wanted}: ${reason}. Name a folder on a local disk that ` +
        `${user ? `the user with id ${user.uid} can enter` : "this user can write to"}, or set DATABASE_URL.`,
    );
  const made = await mkdir(wanted, { recursive: true, mode: user ? 0o755 : 0o700 }).catch((error) => {
    throw unusable(reasonOf(error));
  });
  try {
    const before = await stat(wanted);
    if (!before.isDirectory()) throw new Error("it is not a folder");
    await refuseForeignContent(wanted);
    if (user) await chown(wanted, user.uid, user.gid);
    await chmod(wanted, 0o700);
    if (!(await canEnter(wanted, user))) {
      if (user) await chown(wanted, before.uid, before.gid);
      throw new Error(`the user with id ${user?.uid ?? process.getuid?.()} cannot enter it`);
    }
  } catch (error) {
    if (made) await rmdir(wanted).catch(() => undefined);
    throw unusable(reasonOf(error));
  }
  // A server is recognised by its working folder, which has no symbolic links in it.
  const real = await realpath(wanted);
  return { path: real, cluster: path.join(real, "cluster"), user };
}

/** Checked before a folder changes its owner: a slip such as `/home` must not become the database's. */
async function refuseForeignContent(wanted: string): Promise<void> {
  const ours = /^(cluster(\.init-.*)?|credentials\.json|server\.log(\.1)?|keeper\.fifo|ended|holders|start\.lock.*)$/;
  const foreign = (await readdir(wanted)).find((name) => !ours.test(name));
  if (foreign !== undefined) throw new Error(`it is not empty and holds something else ("${foreign}")`);
}
