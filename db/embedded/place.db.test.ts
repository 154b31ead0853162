import { chmod, chown, cp, mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, query, startHolder } from "../testing/holder";
import { findInstalledPackage, prepareBinaries } from "./binaries";
import { openDataFolder } from "./folder";
import { isAlive } from "./process-identity";
import { canEnter, canUse, runProgram, type ServerUser } from "./run";
import { startEmbeddedPostgres } from "./start";

const ROOT = process.getuid?.() === 0;
// Exists on every system and has no rights.
const NOBODY: ServerUser = { uid: 65534, gid: 65534 };

let base: string;
beforeAll(async () => {
  base = await makeFolder();
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe("programs", () => {
  test("run from a copy, links included, if they are where the server's user cannot read", async () => {
    const closed = path.join(base, "closed");
    const packageDirectory = path.join(closed, "package");
    await cp(findInstalledPackage(), packageDirectory, { recursive: true, verbatimSymlinks: true });
    const cacheDirectory = path.join(base, "cache");
    await mkdir(cacheDirectory);
    // An ordinary user is kept out of a folder of their own as well.
    const user = ROOT ? NOBODY : undefined;
    await chmod(path.join(packageDirectory, "native/bin/postgres"), ROOT ? 0o755 : 0o644);
    await chmod(closed, 0o700);
    if (!ROOT) {
      await expect(prepareBinaries(user, { packageDirectory, cacheDirectory })).rejects.toThrow(/Set DATABASE_URL/);
      return;
    }
    const binaries = await prepareBinaries(user, { packageDirectory, cacheDirectory });
    expect(binaries.postgres.startsWith(cacheDirectory)).toBe(true);
    expect((await runProgram(binaries.postgres, ["--version"], user)).output).toMatch(/PostgreSQL\) 15/);
    const again = await prepareBinaries(user, { packageDirectory, cacheDirectory });
    expect(again).toEqual(binaries);
  });
});

describe("data", () => {
  test("by default in the project; elsewhere if the server's user cannot enter the project", async () => {
    const open = path.join(base, "open");
    await mkdir(open);
    const system = path.join(base, "system");
    expect((await openDataFolder(undefined, open, system)).path).toBe(path.join(open, ".data/postgres"));
    const home = path.join(base, "home");
    const project = path.join(home, "project");
    await mkdir(project, { recursive: true });
    await chmod(home, 0o700);
    const { path: chosen, user } = await openDataFolder(undefined, project, system);
    expect(await canEnter(chosen, user)).toBe(true);
    expect(path.dirname(chosen)).toBe(ROOT ? system : path.join(project, ".data"));
    // Nothing is left at the unusable place, and the same place is found again.
    expect(await stat(path.join(project, ".data/postgres")).catch(() => "none")).toEqual(
      ROOT ? "none" : expect.anything(),
    );
    expect((await openDataFolder(undefined, project, system)).path).toBe(chosen);
  });

  test("a named folder that cannot be used is an error and not replaced", async () => {
    const closed = path.join(base, "vault");
    await mkdir(closed);
    await chmod(closed, ROOT ? 0o700 : 0o500);
    await expect(startEmbeddedPostgres({ dataDir: path.join(closed, "data") })).rejects.toThrow(
      ROOT ? /vault\/data: the user with id \d+ cannot enter it\. Name a folder/ : /vault\/data: EACCES.*Name a folder/,
    );
    expect(await canUse(path.join(closed, "data"), undefined)).toBe(false);
  });
});

describe("users", () => {
  test("as root the server runs as another user; otherwise as ourselves", async () => {
    const server = await startEmbeddedPostgres({ ephemeral: true });
    try {
      const { uid } = await stat(path.join(server.folder, "cluster"));
      if (ROOT) expect(uid).not.toBe(0);
      else expect(uid).toBe(process.getuid?.());
      expect((await stat(server.folder)).mode & 0o777).toBe(0o700);
    } finally {
      await server.stop();
    }
  });

  test("an ordinary user starts, shares, stops, and finds the data again; root may use them too", async () => {
    const uid = ROOT ? NOBODY.uid : process.getuid?.();
    const dataDir = path.join(base, "ordinary");
    await mkdir(dataDir);
    if (ROOT) await chown(dataDir, NOBODY.uid, NOBODY.gid);
    const binaries = await prepareBinaries(ROOT ? NOBODY : undefined);
    const options = { dataDir, binaries, ...(ROOT ? { uid } : {}) };
    const first = await startHolder(options);
    expect(first.uid).toBe(uid);
    await query(first.url, "create table kept as select 7 as seven");
    const second = await startHolder(options);
    expect(second.pid).toBe(first.pid);
    await first.end();
    await second.end();
    expect(isAlive(first.pid)).toBe(false);
    const server = await startEmbeddedPostgres({ dataDir, binaries });
    expect(await query(server.url, "select seven from kept")).toEqual([{ seven: 7 }]);
    await server.stop();
    expect((await stat(path.join(dataDir, "cluster"))).uid).toBe(uid);
    const third = await startHolder(options);
    expect(await query(third.url, "select seven from kept")).toEqual([{ seven: 7 }]);
    await third.end();
  });
});
