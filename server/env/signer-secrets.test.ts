import { expect, it } from "vitest";
import { signersOf } from "@/server/engine/context";
import { EnvError, parseEnv } from "@/server/env";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";

const ORACLE = { ORACLE_SIGNER_URL: "http://127.0.0.1:4100", SIGNER_SECRET: testSecret("oracle") };
const [ONE, TWO] = [testSecret("approver 1"), testSecret("approver 2")];
const URLS = "http://127.0.0.1:4101,unix:/run/approver-2.sock";

function read(change: Record<string, string>) {
  return parseEnv({
    ...{ DATABASE_URL: "postgres://u:p@127.0.0.1/d", BLOCKFROST_URL: "http://127.0.0.1:1", NETWORK_MAGIC: "1" },
    ...{ ...TEST_SECRETS, NEXTAUTH_URL: "http://127.0.0.1:3000" },
    ...change,
  });
}

function problem(change: Record<string, string>): string {
  try {
    read(change);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "";
}

it("each signer has a secret of its own; one alone has SIGNER_SECRET", async () => {
  expect(problem(ORACLE)).toBe("");
  expect(problem({ APPROVER_SIGNER_URLS: "http://127.0.0.1:4101", SIGNER_SECRET: ONE })).toBe("");
  const all = { ...ORACLE, APPROVER_SIGNER_URLS: URLS, APPROVER_SIGNER_SECRETS: `${ONE},${TWO}` };
  expect(problem(all)).toBe("");
  const { oracle, approvers } = await signersOf(read(all));
  expect([oracle, ...approvers].map((signer) => signer?.name)).toEqual(["oracle", "approver-1", "approver-2"]);
});

it.each<[string, Record<string, string>, RegExp]>([
  [
    "one for all",
    { ...ORACLE, APPROVER_SIGNER_URLS: URLS },
    /APPROVER_SIGNER_SECRETS must have a secret for each.*2, not 0/,
  ],
  ["too few", { ...ORACLE, APPROVER_SIGNER_URLS: URLS, APPROVER_SIGNER_SECRETS: ONE }, /in their order: 2, not 1/],
  ["too many", { ...ORACLE, APPROVER_SIGNER_SECRETS: ONE }, /in their order: 0, not 1/],
  [
    "two that are the same",
    { ...ORACLE, APPROVER_SIGNER_URLS: URLS, APPROVER_SIGNER_SECRETS: `${ONE},${ONE}` },
    /number 1 of APPROVER_SIGNER_SECRETS and number 2 of APPROVER_SIGNER_SECRETS are the same/,
  ],
  [
    "the oracle's",
    { ...ORACLE, APPROVER_SIGNER_URLS: URLS, APPROVER_SIGNER_SECRETS: `${ONE},${ORACLE.SIGNER_SECRET}` },
    /SIGNER_SECRET and number 2 of APPROVER_SIGNER_SECRETS are the same/,
  ],
  [
    "a weak one",
    { APPROVER_SIGNER_URLS: URLS, APPROVER_SIGNER_SECRETS: `${ONE},short` },
    /SECRETS must have at least 32/,
  ],
])("refuses %s", (_what, change, words) => {
  expect(problem(change)).toMatch(words);
});

it("a socket has an absolute path", () => {
  for (const url of ["unix:signer.sock", "unix://host/signer.sock", "unix:"]) {
    expect(problem({ ORACLE_SIGNER_URL: url })).toMatch(/ORACLE_SIGNER_URL must be unix: and the absolute path/);
  }
});
