import { existsSync } from "node:fs";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { runCli } from "@/server/testing/cli/run-cli";
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
    JOB_SECRET: "j".repeat(32),
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: "n".repeat(32),
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
    expect(words).toMatch(/BLOCKFROST_URL is not set\.\n {2}NETWORK_MAGIC must be the network's magic/);
    expect(words).toMatch(/PORT must be a port number, such as 3000/);
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
    expect(words).toMatch(/Cannot read the key file \/nowhere\/operator\.json \(ENOENT\)/);
  });

  it("says that no database answers, without showing the password", async () => {
    const DATABASE_URL = "postgres://somebody:hunter2@127.0.0.1:1/prizes";
    const words = await refusal({ ...complete, DATABASE_URL });
    expect(words).toMatch(/No database server answers at 127\.0\.0\.1:1\/prizes/);
    expect(words).toMatch(/correct host and port in DATABASE_URL/);
    expect(words).not.toMatch(/hunter2/);
  });
});
