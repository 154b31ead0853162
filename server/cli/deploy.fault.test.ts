import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvent, enginePause, operationsVersion, pool, rulesVersion } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { fundAddress } from "@/server/demo/game/fund-address";
import { walletFromSeed } from "@/server/demo/wallet/seed";
import { newFundingWallet } from "@/server/devnet/funding";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import type { ChainSource } from "@/server/domain/ports";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { runCli } from "@/server/testing/cli/run-cli";
import { testRulesDocument } from "@/server/testing/domain/fixtures";
import { TEST_SECRETS } from "@/server/testing/secrets";

/** Each command is a process of its own. How long it takes to load depends on the machine. */
const TIMEOUT_MS = 300_000;
const ADA = 1_000_000n;
const DEPOSIT_LOVELACE = 2_000n * ADA;
const folder = mkdtempSync(path.join(tmpdir(), "deploy-"));
const configFile = path.join(folder, "deploy.json");
const funding = newFundingWallet();
const { address } = newTestWallet();
const PRIZE_ASSET = `${"ab".repeat(28)}${Buffer.from("PRIZE").toString("hex")}`;
const config = {
  intervalMs: 300_000,
  treasury: address,
  threshold: 2,
  dailyLimitLovelace: "500000000",
  minWindowMs: 60_000,
  depositLovelace: DEPOSIT_LOVELACE.toString(),
  rules: {
    ...testRulesDocument(),
    gameAddress: address,
    prizeAsset: PRIZE_ASSET,
    dayLimits: { totalLovelace: "200000000", hourlyLovelace: null },
  },
};

type PoolRow = typeof pool.$inferSelect;

let devnet: Devnet;
let source: ChainSource;
let database: TestDatabase;
beforeAll(async () => {
  const holder = { address, lovelace: 5n * ADA, assets: { [PRIZE_ASSET]: 1n } };
  devnet = await startDevnet({ funding, speed: 40, genesis: { networkMagic: 7, initialFunds: [holder] } });
  source = createBlockfrostSource({ url: devnet.url });
  database = await createTestDatabase();
  writeFileSync(configFile, JSON.stringify(config));
});
afterAll(async () => {
  await devnet.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function deploy(args: string[], variables: Record<string, string> = {}) {
  return runCli("server/cli/deploy.ts", [...args, "--keys-dir", path.join(folder, "keys")], {
    BLOCKFROST_URL: devnet.url,
    DATABASE_URL: database.url,
    AUDIT_KEY: TEST_SECRETS.AUDIT_KEY,
    ...variables,
  });
}

/** Everything that a deployment may change: the operator's outputs on chain and the tables that it writes. */
async function everything(operator: string) {
  const { db } = database;
  return {
    outputs: await source.unspentOutputs(operator),
    pools: await db.select().from(pool),
    rules: await db.select().from(rulesVersion),
    operations: await db.select().from(operationsVersion),
    audit: await db.select().from(auditEvent),
  };
}

/** The last line on stdout. */
function told(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

describe("npm run deploy", () => {
  it(
    "asks for outputs, prints what it would do, does it once and refuses a second time",
    async () => {
      const poor = await deploy(["--config", configFile]);
      expect(poor.code).toBe(1);
      const operator = /Operator +(addr_test1\S+)/.exec(poor.stderr)?.[1] ?? "";
      expect(poor.stderr).toMatch(
        new RegExp(`the operator's address ${operator} needs at least three outputs with only ADA`),
      );

      // Twice what is needed: only the pool's existence may prevent a second one.
      const amounts = [25n, 10n, 2_200n].map((ada) => ({ address: operator, lovelace: ada * ADA }));
      await fundAddress(source, walletFromSeed(funding.seedPhrase, 0), [...amounts, ...amounts]);
      const before = await everything(operator);
      expect(before).toMatchObject({ pools: [], rules: [], operations: [], audit: [] });

      const dry = await deploy(["--config", configFile]);
      expect(dry.code).toBe(0);
      expect(dry.stderr).toMatch(/Nothing was sent\. Run again with --execute to send it\./);
      expect(told(dry.stdout)).toMatchObject({ ok: true, executed: false });
      expect(dry.stderr).toMatch(/\nApprovers {5}2 of 3 must sign\n/);
      expect(dry.stderr).toMatch(/\n! 2 of 3 approvers must sign: if one key is lost/);
      expect(await everything(operator)).toEqual(before);

      const done = await deploy(["--config", configFile, "--execute"]);
      expect(done.stderr).toMatch(/creating the pool/);
      expect(done.code).toBe(0);
      const { policyId, address: poolAddress, transaction } = told(done.stdout);
      expect(policyId, "the pool that the dry run named").toBe(told(dry.stdout).policyId);
      const held = (await source.unspentOutputs(String(poolAddress))).filter(({ assets }) =>
        Object.keys(assets).some((unit) => unit.startsWith(String(policyId))),
      );
      expect(held).toMatchObject([{ ref: { txHash: transaction }, lovelace: DEPOSIT_LOVELACE }]);
      const after = await everything(operator);
      expect(after.pools).toMatchObject([{ policyId, deployTxHash: transaction }]);
      expect([after.rules.length, after.operations.length]).toEqual([1, 1]);

      const again = await deploy(["--config", configFile, "--execute"]);
      expect(again.code).not.toBe(0);
      expect(again.stderr).toMatch(new RegExp(`already belongs to pool ${policyId}`));
      expect(await everything(operator)).toEqual(after);

      // A second database records the same pool, as after a loss or an interrupted deployment.
      const other = await createTestDatabase();
      try {
        const takeOver = (...args: string[]) => deploy(["--config", configFile, ...args], { DATABASE_URL: other.url });
        const unknown = await takeOver("--policy", "ab".repeat(28), "--execute");
        expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringMatching(/there is no pool abab/)]);
        const taken = await takeOver("--policy", String(policyId), "--execute");
        expect(taken.code, taken.stderr).toBe(0);
        expect(told(taken.stdout)).toEqual(told(done.stdout));
        const [row] = await other.db.select().from(pool);
        const { writtenAt: _when, startHash: _hash, startHeight, knownHeight, ...first } = after.pools[0] as PoolRow;
        expect(row).toMatchObject(first);
        const { height = 0 } = (await source.transactionPlace(String(transaction))) ?? {};
        expect(row?.startHeight, "before the pool was made").toBeLessThan(height);
        expect(knownHeight, "all that happens to a pool of its own").toBe(startHeight);
        expect(row?.knownHeight, "what happens from now on").toBeGreaterThanOrEqual(height);
        expect(await other.db.$count(rulesVersion)).toBe(1);
        expect(taken.stderr).toMatch(/\nPool script {3}in \w{64}#0 at \S+, where nobody can spend it\n/);
        const [pause] = await other.db.select().from(enginePause);
        expect(pause).toMatchObject({ userId: null, words: { faults: [expect.stringMatching(/^2 of 3 approvers/)] } });
      } finally {
        await other.drop();
      }
    },
    TIMEOUT_MS,
  );

  it.each<[string, string, number, RegExp]>([
    ["without a chain", "", 2, /BLOCKFROST_URL is not set/],
    [
      "with a chain that does not answer",
      "http://127.0.0.1:1/api/v0",
      1,
      /nothing listens at this address\. Start the server/,
    ],
  ])("refuses to run %s with a readable message", async (_name, BLOCKFROST_URL, code, words) => {
    const ended = await deploy(["--config", configFile], { BLOCKFROST_URL });
    expect(ended.stderr).toMatch(words);
    expect(ended.stderr).not.toMatch(/\n {4}at /);
    expect(ended).toMatchObject({ code, stdout: "" });
  });
});

describe("npm run pool, on the pool that was deployed", () => {
  const key = (name: string) => path.join(folder, "keys", `${name}.json`);
  const govern = (args: string[], variables: Record<string, string> = {}) =>
    runCli("server/cli/pool.ts", [...args, "--payer", key("operator")], {
      BLOCKFROST_URL: devnet.url,
      DATABASE_URL: database.url,
      AUDIT_KEY: TEST_SECRETS.AUDIT_KEY,
      ...variables,
    });

  it("inspects it, and drops an approver once enough have signed, one of them elsewhere", async () => {
    const seen = told((await govern(["inspect"])).stdout);
    expect(seen).toMatchObject({ ok: true, closed: false });
    expect(seen.facts).toMatchObject({ State: "idle, nothing is owed", Approvers: "2 of 3 must sign" });
    const elsewhere = await govern(["inspect", "--policy", String(seen.policyId)], {
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    });
    expect(told(elsewhere.stdout), "the policy id is enough").toEqual(seen);

    const { publicKey } = told((await runCli("server/cli/keys.ts", ["show", key("approver-3")], {})).stdout);
    const act = ["drop-approver", String(publicKey), "--threshold", "2"];
    const dry = await govern(act);
    expect(dry.code, dry.stderr).toBe(0);
    const { text, missing } = told(dry.stdout);
    expect(text).toBe(
      `Daily Prize Oracle magic7 drop approver ${publicKey} threshold 2 of 2 nonce 0 pool ${seen.policyId}`,
    );
    expect(missing).toEqual(["2 of 2 approvers have not signed yet"]);
    const expected = ["--network", "magic7", "--policy", String(seen.policyId), "--most", "1"];
    const toSign = ["--text", String(text), "--key", key("approver-2"), ...expected];
    const signed = await runCli("server/cli/sign.ts", toSign, {});
    const signatures = path.join(folder, "signatures.json");
    writeFileSync(signatures, signed.stdout);
    const done = await govern([...act, ...["--key", key("approver-1"), "--signatures", signatures, "--execute"]]);
    expect(told(done.stdout)).toMatchObject({ ok: true, executed: true, text });
    expect(told((await govern(["inspect"])).stdout).facts).toMatchObject({
      Approvers: "2 of 2 must sign",
      Nonce: "1",
    });
    const written = await database.db.select().from(auditEvent);
    expect(written.at(-1)).toMatchObject({ action: "pool.drop-approver", details: { text } });
  });

  it("finds that nobody can spend the references, and makes none", async () => {
    const before = await database.db.select().from(auditEvent);
    const dry = await govern(["references"]);
    expect(dry.stderr).toMatch(/Nobody can spend the references\. There is nothing to do\.\n$/);
    const done = await govern(["references", "--execute"]);
    expect(told(done.stdout)).toMatchObject({ ok: true, executed: false, made: false, recorded: false });
    expect(await database.db.select().from(auditEvent)).toEqual(before);
    const twice = await govern(["references", "now"]);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringMatching(/^references takes nothing/m) });
  });

  it("refuses impossible acts with a readable message", async () => {
    const refused = await govern(["set-threshold", "9"]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/the contract would refuse this: threshold: 9 should be between 1 and 2/);
    const typo = await govern(["set-reserve", "5 ADA"]);
    expect(typo).toMatchObject({ code: 2, stdout: "" });
    expect(typo.stderr).toMatch(/LOVELACE: "5 ADA" should be a whole number/);
    const before = await database.db.select().from(auditEvent);
    const twice = await govern(["deposit", "20000000", "500", "--execute"]);
    expect(twice).toMatchObject({ code: 2, stdout: "" });
    expect(twice.stderr).toMatch(/deposit takes LOVELACE; 2 arguments were given/);
    for (const more of [[], ["--execute"]]) {
      const little = await govern(["deposit", "9999999", ...more]);
      expect(little).toMatchObject({ code: 1, stdout: "" });
      expect(little.stderr).toMatch(/a deposit is at least 10000000 lovelace/);
    }
    expect(await database.db.select().from(auditEvent)).toEqual(before);
    expect(refused.stderr + typo.stderr).not.toMatch(/\n {4}at /);
  });
});
