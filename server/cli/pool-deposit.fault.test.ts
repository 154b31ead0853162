import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createOperator } from "@/server/signing/operator";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { DEPOSITOR, DEPOSITORS_ADDRESS, startDepositorsWorld } from "@/server/testing/services/depositor";
import { OPERATOR_KEY } from "@/server/testing/services/keys";
import { mineWhile } from "@/server/testing/services/pass-time";
import type { World } from "@/server/testing/services/world";

/* A deposit as files of cardano-cli's, and the collateral, by `npm run pool`. */

let world: World;
let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  world = await startDepositorsWorld();
  folder = await mkdtemp(path.join(tmpdir(), "prize-deposit-"));
  const key = { type: "ed25519", secretKey: OPERATOR_KEY.secretKey };
  await writeFile(at("operator"), JSON.stringify(key), { mode: 0o600 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.stop();
});

async function pool(...args: string[]) {
  const variables = {
    DATABASE_URL: world.database.url,
    BLOCKFROST_URL: world.devnet.url,
    AUDIT_KEY: TEST_SECRETS.AUDIT_KEY,
  };
  const { code, stdout, stderr } = await mineWhile(world.control, () => runCli("server/cli/pool.ts", args, variables));
  return { code, stderr, told: stdout.trim() === "" ? null : JSON.parse(stdout.trim().split("\n").at(-1) ?? "") };
}

/** What `cardano-cli transaction witness` writes. */
async function writeWitness(txHash: string): Promise<string> {
  const signer = createOperator(DEPOSITOR);
  const cborHex = `8200825820${signer.publicKey()}5840${signer.signTransactionId(txHash)}`;
  await writeFile(at("witness"), JSON.stringify({ type: "TxWitness ConwayEra", description: "", cborHex }));
  return at("witness");
}

it("a file goes out, and comes back with a witness to be signed by the operator and sent", async () => {
  const made = await pool("deposit", "50000000", "--from-address", DEPOSITORS_ADDRESS, "--out", at("tx"));
  expect(made).toMatchObject({
    code: 0,
    told: { executed: false, signers: [expect.stringMatching(/^[0-9a-f]{56}$/)] },
  });
  expect(JSON.parse(await readFile(at("tx"), "utf8"))).toMatchObject({ type: "Unwitnessed Tx ConwayEra" });

  const back = ["deposit", "--transaction", at("tx"), "--payer", at("operator")];
  const unsigned = await pool(...back, "--execute");
  expect(unsigned).toMatchObject({ code: 2, stderr: expect.stringMatching(/1 of its owner's keys have not signed/) });

  const sent = await pool(...back, "--witness", await writeWitness(made.told.transaction), "--execute");
  expect(sent).toMatchObject({ code: 0, told: { executed: true, transaction: made.told.transaction } });
  expect(sent.stderr).toMatch(/It adds 50000000 lovelace and 0 tokens to the pool, from addr_test1/);
});

it("collateral that is there is left", async () => {
  const there = await pool("collateral", "--execute", "--payer", at("operator"));
  expect(there).toMatchObject({ code: 0, told: { executed: false }, stderr: expect.stringMatching(/nothing to do/) });
});
