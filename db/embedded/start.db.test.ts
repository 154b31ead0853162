import { once } from "node:events";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, query, startHolder, waitUntilDead } from "../testing/holder";
import { isAlive } from "./process-identity";
import { startEmbeddedPostgres } from "./start";

let base: string;
let dataDir: string;
// Creating a cluster takes seconds, so most tests use one folder, and the last of them spoils it.
beforeAll(async () => {
  base = await makeFolder();
  dataDir = path.join(base, "data");
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe("a server of its own", () => {
  test("keeps its data private, listens locally, and gives an ordinary role", async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    try {
      const [role] = await query(
        server.url,
        `select rolsuper, rolcreatedb, current_setting('listen_addresses') as listens, current_setting('timezone') as zone,
           current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding,
           current_setting('fsync') as fsync from pg_roles where rolname = current_user`,
      );
      expect(role).toEqual({
        rolsuper: false,
        rolcreatedb: true,
        listens: "127.0.0.1",
        zone: "UTC",
        checksums: "on",
        encoding: "UTF8",
        fsync: "on",
      });
      expect((await stat(path.join(dataDir, "credentials.json"))).mode & 0o777).toBe(0o600);
      expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
      const wrong = server.url.replace(/:[^:@]+@/, ":wrong@");
      await expect(query(wrong, "select 1")).rejects.toThrow(/password authentication failed/);
    } finally {
      await server.stop();
    }
    expect(isAlive(server.pid)).toBe(false);
    await server.stop();
  });

  test("finds its data again, also with another database beside them", async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await query(first.url, "create table kept as select 7 as seven");
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir, database: 'odd "name"' });
    try {
      expect(await query(second.url, "select current_database() as name")).toEqual([{ name: 'odd "name"' }]);
      const own = second.url.replace(/[^/]+$/, "prize_oracle");
      expect(await query(own, "select seven from kept")).toEqual([{ seven: 7 }]);
    } finally {
      await second.stop();
    }
  });

  test("a temporary one leaves neither process nor folder", async () => {
    const server = await startEmbeddedPostgres({ ephemeral: true });
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    await expect(stat(server.folder)).rejects.toThrow(/ENOENT/);
  });
});

describe("several processes on one folder", () => {
  test("share the server, which ends with the last of them", async () => {
    const here = await startEmbeddedPostgres({ dataDir });
    const there = await startHolder({ dataDir });
    expect(there.pid).toBe(here.pid);
    await here.stop();
    expect(await query(there.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await there.end();
    expect(isAlive(here.pid)).toBe(false);
  });

  test("may start at the same moment, on a folder that does not exist yet", async () => {
    const fresh = path.join(base, "fresh");
    const holders = await Promise.all([1, 2, 3].map(() => startHolder({ dataDir: fresh })));
    expect(new Set(holders.map((holder) => holder.pid)).size).toBe(1);
    await Promise.all(holders.map((holder) => holder.end()));
    await waitUntilDead(holders[0]?.pid ?? 0);
    const left = await readdir(fresh);
    expect(left.filter((name) => /init|lock/.test(name))).toEqual([]);
  });
});

describe("impossible starts", () => {
  test("a port in use is named, and that another would work", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as net.AddressInfo;
    try {
      await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toThrow(
        new RegExp(`cannot listen on port ${port} of 127.0.0.1: .*EADDRINUSE.*name another port`),
      );
    } finally {
      other.close();
    }
  });

  test("data of another major version, and data without their passwords, say the way out", async () => {
    await writeFile(path.join(dataDir, "cluster", "PG_VERSION"), "13\n");
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /were written by PostgreSQL 13, but this server is 15.*restore the backup/,
    );
    await writeFile(path.join(dataDir, "cluster", "PG_VERSION"), "15\n");
    await rm(path.join(dataDir, "credentials.json"));
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/credentials\.json is missing\..* Put it back/);
  });

  test("a folder that holds something else keeps its owner", async () => {
    const foreign = path.join(base, "foreign");
    await mkdir(foreign);
    const before = await stat(foreign);
    await writeFile(path.join(foreign, "thesis.txt"), "");
    await expect(startEmbeddedPostgres({ dataDir: foreign })).rejects.toThrow(/holds something else \("thesis\.txt"\)/);
    expect(await stat(foreign)).toMatchObject({ uid: before.uid, mode: before.mode });
  });

  test("a file in the folder's place", async () => {
    const file = path.join(base, "file");
    await writeFile(file, "");
    await expect(startEmbeddedPostgres({ dataDir: file })).rejects.toThrow(
      /Cannot keep the database in .*file: .*local disk/,
    );
  });
});
