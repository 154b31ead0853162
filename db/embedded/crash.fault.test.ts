import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findKeeper, makeFolder, query, spawnHolder, startHolder, waitFor, waitUntilDead } from "../testing/holder";
import { isAlive } from "./process-identity";
import { startEmbeddedPostgres } from "./start";

let base: string;
let dataDir: string;
// One folder goes through all the crashes, one after the other.
beforeAll(async () => {
  base = await makeFolder();
  dataDir = path.join(base, "data");
  const server = await startEmbeddedPostgres({ dataDir });
  await query(server.url, "create table kept (number int)");
  await server.stop();
});
afterAll(() => rm(base, { recursive: true, force: true }));

let rows = 0;
async function insertRow(url: string): Promise<void> {
  await query(url, "insert into kept values (1)");
  rows += 1;
}

async function expectUsable(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    expect(await query(server.url, "select count(*)::int as rows from kept")).toEqual([{ rows }]);
  } finally {
    await server.stop();
  }
  expect(isAlive(server.pid)).toBe(false);
}

test("kill -9 of the only user: the server ends, and nothing committed is lost", async () => {
  const holder = await startHolder({ dataDir });
  await insertRow(holder.url);
  const keeper = await findKeeper(holder.pid);
  await holder.kill();
  for (const pid of [holder.pid, ...keeper]) await waitUntilDead(pid);
  await expectUsable();
});

test("kill -9, and a start right after, while the old server is still stopping", async () => {
  const holder = await startHolder({ dataDir });
  await insertRow(holder.url);
  await holder.kill();
  await expectUsable();
});

test("kill -9 of user, guard and keeper: the next start stops the orphan", async () => {
  const holder = await startHolder({ dataDir });
  await insertRow(holder.url);
  for (const pid of await findKeeper(holder.pid)) process.kill(pid, "SIGKILL");
  await holder.kill();
  expect(isAlive(holder.pid)).toBe(true);
  await expectUsable();
  expect(isAlive(holder.pid)).toBe(false);
});

test("kill -9 of the server itself: the next start recovers", async () => {
  const holder = await startHolder({ dataDir });
  await insertRow(holder.url);
  process.kill(holder.pid, "SIGKILL");
  await waitUntilDead(holder.pid);
  await expectUsable();
  await holder.kill();
});

test("kill -9 of one of two users: the other keeps the server", async () => {
  const server = await startEmbeddedPostgres({ dataDir });
  const holder = await startHolder({ dataDir });
  await holder.kill();
  await insertRow(server.url);
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  await expectUsable();
});

test("kill -9 while the data folder is being created: the next start creates it again", async () => {
  const fresh = path.join(base, "fresh");
  const child = spawnHolder({ dataDir: fresh });
  const exited = once(child, "exit");
  const isHalfMade = async () =>
    (await readdir(fresh).catch(() => [])).some((name) => name.startsWith("cluster.init-"));
  await waitFor("initdb has begun", isHalfMade);
  child.kill("SIGKILL");
  await exited;
  const server = await startEmbeddedPostgres({ dataDir: fresh });
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await server.stop();
});

test("a start does not wait for the initdb of a killed one, which still writes; a later start removes its folder", async () => {
  const fresh = path.join(base, "written-to");
  const left = path.join(fresh, "cluster.init-left");
  await mkdir(left, { recursive: true });
  // touch, since a shell ends where the redirection of `:` fails, which it does when the folder has just been removed.
  const writes = `while [ ! -e ${fresh}.stop ]; do mkdir -p ${left}; touch ${left}/$(date +%N); done`;
  const writer = spawn("/bin/sh", ["-c", writes], { stdio: "ignore" });
  const done = once(writer, "exit");
  await waitFor("it writes", async () => (await readdir(left).catch(() => [])).length > 0);
  const server = await startEmbeddedPostgres({ dataDir: fresh });
  await server.stop();
  await waitFor("it still writes", async () => (await readdir(left).catch(() => [])).length > 0);
  await writeFile(`${fresh}.stop`, "");
  await done;
  const again = await startEmbeddedPostgres({ dataDir: fresh });
  await again.stop();
  expect(await readdir(fresh)).not.toContain("cluster.init-left");
});

test("a pid file with the number of another program does not block the start", async () => {
  const pidFile = path.join(dataDir, "cluster", "postmaster.pid");
  await writeFile(
    pidFile,
    `${process.pid}\n${path.join(dataDir, "cluster")}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`,
  );
  const { uid, gid } = await stat(path.join(dataDir, "cluster"));
  await chown(pidFile, uid, gid);
  await expectUsable();
});

test("a killed user of a temporary server leaves neither process nor folder", async () => {
  const holder = await startHolder({ ephemeral: true });
  const keeper = await findKeeper(holder.pid);
  await holder.kill();
  for (const pid of [holder.pid, ...keeper]) await waitUntilDead(pid);
  await expect(stat(holder.folder)).rejects.toThrow(/ENOENT/);
});
