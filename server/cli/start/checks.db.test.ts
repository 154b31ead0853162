import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Env, parseEnv } from "@/server/env";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { keyFromSecret } from "@/server/signing/key-file";
import { startSignerServer } from "@/server/signing/signer-server";
import { worldVariables } from "@/server/testing/cli/world-variables";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";
import { OPERATOR_KEY, ORACLE_KEY } from "@/server/testing/services/keys";
import { startWorld, type World } from "@/server/testing/services/world";
import { checkInstallation } from "./check-installation";
import { checkSigners } from "./check-signers";

const SECRET = testSecret("signers");

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What is said of what may pass. */
const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
afterEach(() => said.mockClear());

function environment(change: Record<string, string> = {}): Env {
  return parseEnv({
    ...worldVariables(world),
    SIGNER_SECRET: SECRET,
    LOG_LEVEL: "silent",
    ...change,
  });
}

async function keyFile(name: string, secretKey: string): Promise<string> {
  const file = path.join(world.reportDirectory, name);
  await writeFile(file, JSON.stringify({ type: "ed25519", secretKey }), { mode: 0o600 });
  return file;
}

it("an installation that can pay starts without a word", async () => {
  await checkInstallation(environment({ OPERATOR_KEY_FILE: await keyFile("own", OPERATOR_KEY.secretKey) }));
  expect(said).not.toHaveBeenCalled();
});

it("a sealing key that opens nothing of what is stored is told, and the installation starts anyway", async () => {
  const person = { email: "ann@example.org", name: "Ann", role: "admin", password: "a long password" } as const;
  const stored = { ...person, totpSecret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" };
  await createUser(world.ctx.db, stored, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  await checkInstallation(environment());
  expect(said).not.toHaveBeenCalled();
  await checkInstallation(environment({ SEALING_KEY: testSecret("not taken along") }));
  expect(said.mock.lastCall?.[0]).toMatch(/^SEALING_KEY opens none of the second factors.*\nStarting anyway/);
});

it("a folder of reports that cannot be written to is refused, with what would be right", async () => {
  const file = path.join(world.reportDirectory, "a file");
  await writeFile(file, "");
  const checking = checkInstallation(environment({ REPORT_DIR: path.join(file, "reports") }));
  await expect(checking).rejects.toThrow(
    /Reports cannot be written to .* \(REPORT_DIR\): .*a part of its path is not a folder\. Name a folder/,
  );
});

it("a key that is not the operator's on chain is refused, though our scan has read nothing yet", async () => {
  const other = keyFromSecret("11".repeat(32));
  const checking = checkInstallation(environment({ OPERATOR_KEY_FILE: await keyFile("other", other.secretKey) }));
  await expect(checking).rejects.toThrow(/holds the key with the hash [0-9a-f]{56}, but the pool's operator on chain/);
});

it("a source that is away is told, and the installation starts anyway", async () => {
  const OPERATOR_KEY_FILE = await keyFile("own", OPERATOR_KEY.secretKey);
  await checkInstallation(environment({ OPERATOR_KEY_FILE, BLOCKFROST_URL: "http://127.0.0.1:1" }));
  expect(said.mock.lastCall?.[0]).toMatch(/^Whether the operator's key is the pool's could not be checked: /);
});

it("a signer with another secret is refused; one that is away is told", async () => {
  const sign = async () => ({ ok: true, signature: "" }) as const;
  const acts = { sign, held: async () => null, note: () => undefined, failed: () => undefined };
  const server = await startSignerServer({ port: 0, secret: SECRET, publicKey: ORACLE_KEY.publicKey, ...acts });
  const ORACLE_SIGNER_URL = `http://127.0.0.1:${server.port}`;
  try {
    await checkSigners(environment({ ORACLE_SIGNER_URL }));
    expect(said).not.toHaveBeenCalled();
    const checking = checkSigners(environment({ ORACLE_SIGNER_URL, SIGNER_SECRET: testSecret("other signers") }));
    await expect(checking).rejects.toThrow(/secret is missing or wrong.*Set SIGNER_SECRET to the value/);
  } finally {
    await server.stop();
  }
  const APPROVER_SIGNER_URLS = "http://127.0.0.1:1";
  const APPROVER_SIGNER_SECRETS = testSecret("approver");
  await checkSigners(environment({ ORACLE_SIGNER_URL, APPROVER_SIGNER_URLS, APPROVER_SIGNER_SECRETS }));
  expect(said.mock.calls.map(([text]) => String(text))).toEqual([
    expect.stringMatching(/^oracle at .* does not answer.*\nStarting anyway/),
    expect.stringMatching(/^approver-1 at .* does not answer.*\nStarting anyway/),
  ]);
});

it("a new AUDIT_KEY takes over at the start, and the one before it starts no more", async () => {
  const AUDIT_KEYS_OLD = TEST_SECRETS.AUDIT_KEY;
  await checkInstallation(environment({ AUDIT_KEY: testSecret("audit, rotated"), AUDIT_KEYS_OLD }));
  await expect(checkInstallation(environment())).rejects.toThrow(/AUDIT_KEY \(.*\) was replaced by another/);
});
