import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { runCli } from "@/server/testing/cli/run-cli";
import { expect, test } from "../fixtures/test";

const SYSTEM_START_MS = Date.UTC(2033, 0, 1);
const DAY_MS = 86_400_000;
/** As different from the demo's own chain as possible: an earlier era, long slots, and years away. */
const GENESIS = {
  networkMagic: 77,
  systemStartMs: SYSTEM_START_MS,
  slotLengthMs: 2_000,
  securityParam: 40,
  earlierEras: [{ slots: 500, slotLengthMs: 20_000, epochLength: 100 }],
};

test("the demo's game and day run on any chain server, by its own genesis, eras and parameters", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "other-chain-"));
  const [genesisFile, seedFile] = [path.join(folder, "genesis.json"), path.join(folder, "funding.seed")];
  writeFileSync(genesisFile, JSON.stringify(GENESIS));
  const devnet = spawn(
    process.execPath,
    [
      ...["--import", "tsx", "server/devnet/main.ts", "--exit-with-parent"],
      ...["--genesis", genesisFile, "--start-time-ms", `${SYSTEM_START_MS + 90 * DAY_MS}`],
      ...["--speed", "20", "--block-interval-ms", "6000", "--funding-seed-file", seedFile],
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = once(devnet, "exit");
  try {
    const [line] = await once(createInterface({ input: devnet.stdout }), "line");
    const { url } = JSON.parse(String(line));
    const place = ["--source-url", url, "--funding-seed-file", seedFile];
    const demo = await runCli("server/demo/main.ts", [...place, "--once", "--auto", "--players", "40"]);
    expect(demo.code, demo.stderr).toBe(0);
    const summary = JSON.parse(demo.stdout.trim().split("\n").at(-1) ?? "");
    expect(summary).toMatchObject({ players: 40, verified: true, ok: true });
    expect(summary.paid).toBeGreaterThan(20);
    expect(summary.transactions).toHaveLength(summary.batches + 1);
    // A day of three minutes, years from now: its time is that chain's, not this machine's.
    expect(summary.day).toBe(Math.floor(summary.day));
    expect(summary.day * 180_000).toBeGreaterThan(SYSTEM_START_MS + 89 * DAY_MS);
    // The chain still runs afterwards.
    expect((await fetch(`${url}/blocks/latest`)).status).toBe(200);
  } finally {
    devnet.stdin.end();
    await ended;
    rmSync(folder, { recursive: true });
  }
});
