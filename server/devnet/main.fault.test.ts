import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { createGraphqlWitness } from "@/server/chain/sources/graphql/witness";
import { createKoiosSource } from "@/server/chain/sources/koios/source";
import { createKupoSource } from "@/server/chain/sources/kupo/source";
import { makeAddress } from "../domain/cardano/address";
import type { Devnet } from "./start";

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

type Ready = Omit<Devnet, "stop"> & { readonly fundingAddress: string | null };

async function ready(child: ChildProcess): Promise<Ready> {
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

  it("begins with 100,000 funds, and tells them in every dialect", async () => {
    const count = 100_000;
    const unit = `${"ab".repeat(28)}c0de`;
    const addressOf = (number: number) =>
      makeAddress(0, { kind: "key", hash: createHash("sha224").update(`${number}`).digest("hex") }, null);
    const initialFunds = Array.from({ length: count }, (_, number) => ({
      address: addressOf(number),
      lovelace: "2000000",
      // A file has at most 16 MiB.
      ...(number % 2 === 1 ? { assets: { [unit]: "7" } } : {}),
    }));
    const genesisFile = join(folder, "many-funds.json");
    writeFileSync(genesisFile, JSON.stringify({ initialFunds }));
    const child = start("--genesis", genesisFile, "--speed", "0", "--dialects", "koios,graphql,kupo,ogmios");
    const { koiosUrl = "", graphqlUrl = "", kupoUrl = "", ogmiosUrl = "" } = await ready(child);
    const timeoutMs = 300_000;
    const koios = createKoiosSource({ url: koiosUrl, timeoutMs });
    const kupo = createKupoSource({ kupoUrl, ogmiosUrl, timeoutMs });
    const graphql = createGraphqlWitness({ url: graphqlUrl, timeoutMs });
    for (const source of [koios, kupo, graphql]) {
      const outputs = await source.unspentOutputs(addressOf(count - 1));
      expect(outputs).toMatchObject([{ lovelace: 2_000_000n, assets: { [unit]: 7n } }]);
    }
    expect(await koios.assetSupply(unit)).toBe(7n * BigInt(count / 2));
    const holders = await koios.assetHolders(unit);
    expect(new Set(holders.map(({ address }) => address)).size).toBe(count / 2);
    expect(holders.every(({ quantity }) => quantity === 7n)).toBe(true);
    // A list is asked for in parts by its slots, and no block of a real chain holds so many.
    await expect(kupo.assetHolders(unit)).rejects.toThrow(/larger than 16 MiB/);
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
