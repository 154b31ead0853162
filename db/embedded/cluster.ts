import { randomBytes } from "node:crypto";
import { chmod, chown, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseError, errorCode } from "../errors";
import type { Binaries } from "./binaries";
import type { ServerFolder } from "./folder";
import { runProgram } from "./run";

/** Passwords of the server's superuser `postgres` and of the ordinary role that the product uses. */
export interface Credentials {
  readonly superuser: string;
  readonly application: string;
}

/** Writes a file that only the server's user (and root) can read. */
export async function writePrivately(folder: ServerFolder, name: string, text: string): Promise<string> {
  const file = path.join(folder.path, name);
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
  if (folder.user) await chown(file, folder.user.uid, folder.user.gid);
  return file;
}

const newPassword = () => randomBytes(32).toString("base64url");

async function readVersion(folder: ServerFolder): Promise<string | undefined> {
  return (await readFile(path.join(folder.cluster, "PG_VERSION"), "utf8").catch(() => undefined))?.trim();
}

/**
 * Creates the cluster if there is none, else checks that this server can open it. A cluster appears whole or not at
 * all: it is created beside its place and renamed, so that a killed start leaves no half of one.
 */
export async function ensureCluster(folder: ServerFolder, binaries: Binaries, durable: boolean): Promise<Credentials> {
  await removeHalfMade(folder);
  const version = await readVersion(folder);
  const file = path.join(folder.path, "credentials.json");
  const known = await readFile(file, "utf8").catch(() => undefined);
  if (version === undefined) {
    const credentials: Credentials = known
      ? parseCredentials(known, file)
      : { superuser: newPassword(), application: newPassword() };
    if (!known) await writePrivately(folder, "credentials.json", JSON.stringify(credentials));
    await createCluster(folder, binaries, credentials, durable);
    return credentials;
  }
  if (Number(version) !== binaries.major) {
    throw new DatabaseError(
      "version",
      `The data in ${folder.path} were written by PostgreSQL ${version}, but this server is ${binaries.major}. ` +
        `Take a backup with the version of Daily Prize Oracle that wrote them, move the folder away, start this ` +
        `version, which creates a new one, and restore the backup.`,
    );
  }
  if (!known) {
    throw new DatabaseError(
      "data-directory",
      `${file} is missing. It holds the passwords of the database beside it. Put it back, or move ${folder.path} ` +
        "away to start with an empty database.",
    );
  }
  return parseCredentials(known, file);
}

function parseCredentials(text: string, file: string): Credentials {
  try {
    const { superuser, application } = JSON.parse(text);
    if (typeof superuser === "string" && typeof application === "string") return { superuser, application };
  } catch {
    // Reported below.
  }
  throw new DatabaseError("data-directory", `${file} must hold the passwords "superuser" and "application" as JSON.`);
}

/**
 * The remains of a killed start. Its initdb may keep writing there for seconds: then the next start removes it. Nothing
 * else needs its name.
 */
async function removeHalfMade(folder: ServerFolder): Promise<void> {
  for (const name of await readdir(folder.path)) {
    if (!name.startsWith("cluster.init-")) continue;
    await rm(path.join(folder.path, name), { recursive: true, force: true }).catch((error) => {
      if (errorCode(error) !== "ENOTEMPTY") throw error;
    });
  }
}

async function createCluster(
  folder: ServerFolder,
  binaries: Binaries,
  credentials: Credentials,
  durable: boolean,
): Promise<void> {
  const partial = path.join(folder.path, `cluster.init-${randomBytes(4).toString("hex")}`);
  const passwordFile = await writePrivately(folder, `${path.basename(partial)}.password`, credentials.superuser);
  try {
    const outcome = await runProgram(
      binaries.initdb,
      [
        `--pgdata=${partial}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // macOS has no C.UTF-8; C sorts the same there.
        `--locale=${process.platform === "darwin" ? "C" : "C.UTF-8"}`,
        "--data-checksums",
        ...(durable ? [] : ["--no-sync"]),
      ],
      folder.user,
    );
    if (!outcome.ok) {
      throw new DatabaseError(
        "start",
        `PostgreSQL could not create its data folder in ${folder.path}: ${outcome.output.slice(-1000)}`,
      );
    }
    await rename(partial, folder.cluster);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(partial, { recursive: true, force: true });
  }
}
