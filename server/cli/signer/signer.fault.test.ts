import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { lookAtPool } from "@/server/chain/sources/look-at-pool";
import { keyOfPersonText } from "@/server/domain/approver-key/enrolment";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { NO_PLAN } from "@/server/domain/contract/types";
import { plainKey, readKeyFile, writeKeyFile } from "@/server/signing/key-file";
import { createRemoteSigner } from "@/server/signing/remote-signer";
import { testSecret } from "@/server/testing/secrets";
import { ORACLE_KEY } from "@/server/testing/services/keys";
import { startWorld, type World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";

/* The commands as people run them, each in a process of its own. */

const SECRET = testSecret("signer");
let world: World;
let folder: string;
const place = (name: string) => path.join(folder, name);
beforeAll(async () => {
  world = await startWorld();
  folder = await mkdtemp(path.join(tmpdir(), "prize-signer-"));
  await writeFile(place("passphrase"), "correct horse battery staple\n", { mode: 0o600 });
  await writeKeyFile(place("oracle.json"), plainKey(ORACLE_KEY));
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) await end(child);
});

const PASSPHRASE = () => ["--passphrase-file", place("passphrase")];
const environment = (change: Record<string, string> = {}) => ({
  ...{
    PATH: process.env.PATH ?? "",
    NODE_ENV: "test" as const,
    SIGNER_SECRET: SECRET,
    BLOCKFROST_URL: world.devnet.url,
  },
  ...change,
});

/** Runs a command to its end: what it printed, or why it refused. */
async function run(command: string, args: readonly string[], change: Record<string, string> = {}): Promise<string> {
  const words = ["--import", "tsx", `server/cli/${command}.ts`, "--", ...args];
  return promisify(execFile)(process.execPath, words, { env: environment(change) }).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => stderr,
  );
}

const signerArgs = (network: string, key: string) => [
  ...["--act", "propose", "--network", network, "--pool", world.deployment.script.policyId],
  ...["--daily-limit", "1000000000", "--key-file", place(key), "--state-file", place("signed.json")],
];

async function start(...more: string[]) {
  const args = [...signerArgs(String(NETWORK_MAGIC), "sealed.json"), ...PASSPHRASE(), ...more];
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli/signer.ts", "--", ...args], {
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout })) return { child, said: JSON.parse(line) };
  throw new Error("the signer has ended");
}

async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

it("keys are made, sealed, opened and given to cardano-cli, and no file is replaced", async () => {
  const { publicKey } = ORACLE_KEY;
  expect(await run("keys", ["seal", place("oracle.json"), place("sealed.json"), ...PASSPHRASE()])).toContain(publicKey);
  expect(await readFile(place("sealed.json"), "utf8")).not.toContain(ORACLE_KEY.secretKey);
  expect(await run("keys", ["show", place("sealed.json")])).toContain(publicKey);
  const shown = await run("keys", ["show", place("sealed.json"), "--network", "preprod"]);
  expect(shown).toContain(enterpriseAddress(0, publicKey));
  expect(await run("keys", ["open", place("sealed.json"), place("again.json"), ...PASSPHRASE()])).toContain(publicKey);
  expect(await readKeyFile(place("again.json"))).toEqual(ORACLE_KEY);
  await run("keys", ["export", place("sealed.json"), place("card"), ...PASSPHRASE()]);
  expect(await readKeyFile(place("card.skey"))).toEqual(ORACLE_KEY);
  expect(JSON.parse(await readFile(place("card.vkey"), "utf8"))).toEqual({
    ...{ type: "PaymentVerificationKeyShelley_ed25519", description: "Payment Verification Key" },
    cborHex: `5820${publicKey}`,
  });
  const line = keyOfPersonText("preprod", "0b0c5f4e", publicKey);
  const twice = await run("keys", ["new", place("sealed.json"), "--sealed", ...PASSPHRASE()]);
  expect(twice).toMatch(/was not written to .*sealed.json: there is such a file already/);
  expect(await run("keys", ["sign", place("sealed.json"), line, ...PASSPHRASE()])).toContain(`"${publicKey}"`);
  expect(await run("keys", ["sign", place("sealed.json"), line])).toMatch(/no terminal to ask for the passphrase/);
});

describe("a signer", () => {
  const state = { nonce: 0, previousPlan: NO_PLAN, previousLeft: "" };
  const remote = () => createRemoteSigner({ url: `unix:${place("signer.sock")}`, secret: SECRET, name: "oracle" });

  it("opens its sealed key, looks at its own source, and listens on a socket, also after it was killed", async () => {
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      const { child, said } = await start("--socket", place("signer.sock"));
      expect(said).toEqual({ ready: true, socket: place("signer.sock"), publicKey: ORACLE_KEY.publicKey });
      expect(await remote().publicKey()).toBe(ORACLE_KEY.publicKey);
      expect(await remote().held(state)).toBeNull();
      await end(child, signal);
    }
  });

  it("says that it does not know what it has signed, once somebody has said that its record is an older one", async () => {
    const restored = ["restored", place("signed.json"), "--network", String(NETWORK_MAGIC), "--pool"];
    const { policyId } = world.deployment.script;
    expect(await run("signer-record", [...restored, policyId], { BLOCKFROST_URL: "" })).toMatch(/say --without-chain/);
    expect(await run("signer-record", [...restored, policyId])).toMatch(/There is no record .* say --longest-deadline/);
    const tip = await lookAtPool(world.ctx.source, NETWORK_MAGIC, policyId).tipMs();
    const said = JSON.parse(await run("signer-record", [...restored, policyId, "--longest-deadline", "200"]));
    expect(said).toMatchObject({ ok: true, sequence: 1, newestNonce: null, states: 0, gap: { nonce: 0 } });
    expect(said.gap.untilMs).toBeGreaterThanOrEqual((tip.ok ? tip.found : Number.NaN) + 224 * 3_600_000);
    expect(await run("signer-record", ["new", place("signed.json")])).toMatch(/There is a record at .* already/);
    await start("--socket", place("signer.sock"));
    await expect(remote().held(state)).rejects.toThrow(/record was lost or restored.*nonces up to 0: wait until/);
  });

  it("names the way out of a record that is damaged, which is kept aside", async () => {
    const { policyId } = world.deployment.script;
    const restored = ["restored", place("signed.json"), "--network", String(NETWORK_MAGIC), "--pool", policyId];
    for (const text of ["", '{"format":', "{}"]) {
      await writeFile(place("signed.json"), text);
      const args = [...signerArgs(String(NETWORK_MAGIC), "sealed.json"), ...PASSPHRASE()];
      expect(await run("signer", args)).toMatch(/signed.json is .*\(npm run signer-record -- restored\)/);
      expect(await run("signer-record", ["new", place("signed.json")])).toMatch(/signer-record -- restored/);
      expect(await run("signer-record", restored)).toMatch(/What is damaged .* say --longest-deadline/);
      const said = JSON.parse(await run("signer-record", [...restored, "--longest-deadline", "72"]));
      expect(said).toMatchObject({ ok: true, sequence: 1, gap: { nonce: 0 } });
    }
    const kept = (await readdir(folder)).filter((name) => name.startsWith("signed.json.damaged-")).sort();
    const texts = await Promise.all(kept.map((name) => readFile(place(name), "utf8")));
    expect(texts).toEqual(["", '{"format":', "{}"]);
  });

  it("on mainnet wants a sealed key, a source of its own, and a record that somebody has begun", async () => {
    const onMainnet = (key: string, change: Record<string, string> = {}, ...more: string[]) =>
      run("signer", [...signerArgs("mainnet", key), ...more], change);
    await rm(place("signed.json"));
    expect(await onMainnet("sealed.json", {}, ...PASSPHRASE())).toMatch(/There is no record at .*signer-record -- new/);
    await run("signer-record", ["new", place("signed.json")]);
    expect(await onMainnet("oracle.json")).toMatch(/is a plain key, which a signer does not take on mainnet: seal it/);
    const blind = await onMainnet("sealed.json", { BLOCKFROST_URL: "" }, ...PASSPHRASE());
    expect(blind).toMatch(/On mainnet a signer looks at the chain itself.*Or say --without-chain/);
  });
});
