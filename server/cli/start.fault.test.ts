import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import net from "node:net";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { jobRun } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { childrenOf, commandOf, waitFor, waitUntilDead } from "@/db/testing/holder";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { callEngine } from "@/server/engine/call";
import { ENGINE_NAME } from "@/server/engine/context";
import { runCli } from "@/server/testing/cli/run-cli";
import { IS_FULL } from "@/server/testing/full";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { freePort } from "./port";

let devnet: Devnet;
let database: TestDatabase;
let complete: Record<string, string>;
beforeAll(async () => {
  devnet = await startDevnet({ genesis: { networkMagic: 7 }, speed: 0 });
  database = await createTestDatabase({ empty: true });
  complete = {
    DATABASE_URL: database.url,
    BLOCKFROST_URL: devnet.url,
    NETWORK_MAGIC: "7",
    ...TEST_SECRETS,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    PORT: String(await freePort()),
  };
});
afterAll(async () => {
  await devnet.stop();
  await database.drop();
});

/** The error of an `npm start` that exits with 1 and changes nothing. */
async function refusal(variables: Record<string, string>): Promise<string> {
  const hadData = existsSync(".data");
  const { code, stdout, stderr } = await runCli("server/cli/start.ts", [], variables);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(existsSync(".data")).toBe(hadData);
  const tables = await database.db.execute("select 1 from information_schema.tables where table_schema = 'public'");
  expect(tables).toHaveLength(0);
  return stderr;
}

describe("npm start", () => {
  it("names every variable that is missing or malformed, before a database is started", async () => {
    const words = await refusal({ NETWORK_MAGIC: "preprod", PORT: "http" });
    expect(words).toMatch(/\.env\.example explains/);
    expect(words).toMatch(
      /NETWORK_MAGIC must be the network's magic[\s\S]*\n {2}BLOCKFROST_URL is not set, and no other chain source is/,
    );
    expect(words).toMatch(/PORT must be a port, a whole number from 0 to 65535/);
    expect(words).not.toMatch(/DATABASE_URL/);
  });

  it("refuses a chain of another network, naming both", async () => {
    expect(await refusal({ ...complete, NETWORK_MAGIC: "1" })).toMatch(
      /follows the network with magic 7, but this installation is set up for preprod \(network magic 1\)/,
    );
  });

  it("refuses a port that is in use", async () => {
    const other = net.createServer().listen(0);
    const { port } = other.address() as net.AddressInfo;
    const words = await refusal({ ...complete, PORT: String(port) });
    other.close();
    expect(words).toBe(`Port ${port} is in use by another program. Free it, or choose another with PORT.\n`);
  });

  it("names a key file that cannot be read", async () => {
    const words = await refusal({ ...complete, OPERATOR_KEY_FILE: "/nowhere/operator.json" });
    expect(words).toMatch(/Cannot read \/nowhere\/operator\.json: there is no such file\./);
  });

  it("says that no database answers, without showing the password", async () => {
    const DATABASE_URL = "postgres://somebody:hunter2@127.0.0.1:1/prizes";
    const words = await refusal({ ...complete, DATABASE_URL });
    expect(words).toMatch(/No database server answers at 127\.0\.0\.1:1\/prizes/);
    expect(words).toMatch(/correct host and port in DATABASE_URL/);
    expect(words).not.toMatch(/hunter2/);
  });

  it("refuses to start nothing", async () => {
    const { code, stderr } = await runCli("server/cli/start.ts", ["--no-web", "--no-engine"], complete);
    expect(code).toBe(2);
    expect(stderr).toMatch(/With --no-engine and --no-web there is nothing to start/);
  });
});

let left: ChildProcess | undefined;
afterEach(() => left?.kill("SIGKILL"));

/** `npm start -- --no-web`, with the engine at work. */
async function startEngine() {
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli/start.ts", "--no-web"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...complete, SCHEDULER_INTERVAL_MS: "1000", LOG_LEVEL: "error" },
  });
  left = child;
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const pid = child.pid ?? 0;
  const find = async () => (await childrenOf(pid, "engine/main"))[0];
  /** The engine's process, once its scheduler has run a round; not the one that was there before. */
  const engine = async (before?: number): Promise<number> => {
    const past = await rounds();
    await waitFor(`the engine is at work\n${said}`, async () => {
      const found = await find();
      return found !== undefined && found !== before && (await rounds()) > past;
    });
    return (await find()) ?? 0;
  };
  return { child, ended, said: () => said, engine };
}

async function sessions(): Promise<number> {
  const [row] = await database.db.execute<{ count: number }>(sql`
    select count(*)::int as count from pg_stat_activity where application_name = ${ENGINE_NAME}`);
  return row?.count ?? 0;
}

/** By their last job; none before there are tables. */
const rounds = async () => database.db.$count(jobRun, eq(jobRun.job, "metrics")).catch(() => 0);

describe("the engine of npm start", () => {
  it("outlives its sessions, is told from a busy one and one that is away, comes back after kill -9, ends in peace", async () => {
    const { child, ended, said, engine } = await startEngine();
    const first = await engine();
    const socket = (await commandOf(first)).at(-1) ?? "";
    expect(await callEngine(socket, "metrics")).toEqual({
      status: 200,
      body: { result: "done", detail: "alive", steps: 1 },
    });
    const past = await rounds();
    await database.db.execute(sql`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = ${ENGINE_NAME}`);
    await waitFor("the scheduler goes on with new ones", async () => (await rounds()) > past);
    await waitFor("jobs run again", async () => (await callEngine(socket, "metrics")).status === 200);
    process.kill(first, "SIGSTOP");
    expect(await callEngine(socket, "metrics", 300)).toMatchObject({
      status: 503,
      body: { result: "failed", message: expect.stringMatching(/^The engine is busy .* may still run/) },
    });
    process.kill(first, "SIGKILL");
    await waitUntilDead(first);
    expect(await callEngine(socket, "metrics")).toMatchObject({
      status: 503,
      body: { message: expect.stringMatching(/^The engine (is not running|ended while it was at work)/) },
    });
    const second = await engine(first);
    expect(said()).toMatch(/The engine was ended by SIGKILL. It is started again in 1 s\./);
    expect(await callEngine(socket, "metrics")).toMatchObject({ status: 200 });
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    await waitUntilDead(second);
    expect(await sessions()).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });

  // Each start takes seconds.
  if (IS_FULL) {
    it("ends by itself when npm start is killed", async () => {
      const { child, ended, engine } = await startEngine();
      const pid = await engine();
      child.kill("SIGKILL");
      await ended;
      await waitUntilDead(pid);
      await waitFor("its sessions are gone", async () => (await sessions()) === 0);
    });
  }
});
