import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "devnet-"));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

function start(...args: string[]): ChildProcess {
  // Not through tsx's own command: on a busy machine it waits too little for an answer to a signal, and exits itself.
  const child = spawn(process.execPath, ["--import", "tsx", "server/devnet/main.ts", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<{ url: string; controlUrl: string; fundingAddress: string | null }> {
  if (!child.stdout) throw new Error("no stdout");
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error("the devnet ended before it was ready");
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  const chunks: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr: Buffer.concat(chunks).toString() };
}

describe("the devnet process", () => {
  it("creates the funding wallet, prints its addresses, and ends cleanly on SIGTERM", async () => {
    const seedFile = join(folder, "seed.txt");
    const genesisFile = join(folder, "genesis.json");
    writeFileSync(genesisFile, JSON.stringify({ networkMagic: 7, slotLengthMs: 200 }));
    const child = start(
      "--genesis",
      genesisFile,
      "--security-param",
      "30",
      "--funding-seed-file",
      seedFile,
      "--funding-lovelace",
      "5000000000",
    );
    const { url, fundingAddress } = await ready(child);
    expect(readFileSync(seedFile, "utf8").trim().split(" ")).toHaveLength(24);
    expect(await (await fetch(`${url}/genesis`)).json()).toMatchObject({
      network_magic: 7,
      slot_length: 0.2,
      security_param: 30,
    });
    const address = await (await fetch(`${url}/addresses/${fundingAddress}`)).json();
    expect(address).toMatchObject({ amount: [{ unit: "lovelace", quantity: "5000000000" }] });
    child.kill("SIGTERM");
    expect((await ended(child)).code).toBe(0);
  });

  it("ends with its parent", async () => {
    const child = start("--exit-with-parent");
    await ready(child);
    child.stdin?.end();
    expect((await ended(child)).code).toBe(0);
  });

  it("exits with 2 and the reason if it cannot start", async () => {
    const { code, stderr } = await ended(start("--slot-length-ms", "0"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/slotLengthMs is 0; it must be a whole number from 1/);
  });
});
