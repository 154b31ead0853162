import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealKey } from "@/server/domain/approver-key/vault";
import { cancelText, closeText } from "@/server/domain/contract/act-text";
import { takePasted } from "@/server/domain/contract/pasted-signature";
import { writeExpected } from "@/server/domain/signing-request/expected";
import { writeSigningRequest } from "@/server/domain/signing-request/request";
import { publicKeyOf } from "@/server/domain/signing-request/sign";
import { runCli } from "@/server/testing/cli/run-cli";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";

/* Not a unit test: it starts processes. */

const folder = mkdtempSync(path.join(tmpdir(), "prize-sign-"));
const place = (name: string) => path.join(folder, name);
const secretKey = "42".repeat(32);
const publicKey = publicKeyOf(secretKey);
const passphrase = "correct horse battery";
const report = sampleReport();
const { request, binding } = plannedRequest(report, [publicKey]);

beforeAll(async () => {
  mkdirSync(place("report"));
  writeFileSync(place("report/report.json"), report.text);
  for (const { text, hash } of report.parts) writeFileSync(place(`report/${hash}.json`), text);
  writeFileSync(place("request.json"), writeSigningRequest(request));
  writeFileSync(place("more.json"), writeSigningRequest({ ...request, text: request.text.replace("pay 9", "pay 8") }));
  const { network, policyId } = binding;
  writeFileSync(place("expected.json"), writeExpected({ network, policyId, mostLovelace: 90_000_000n }));
  writeFileSync(place("less.json"), writeExpected({ network, policyId, mostLovelace: 89_999_999n }));
  const sealed = await sealKey({ secretKey, passphrase, salt: new Uint8Array(16), iv: new Uint8Array(12) });
  writeFileSync(place("key.json"), JSON.stringify(sealed), { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const sign = (changes: Readonly<Record<string, string>> = {}, input = passphrase) => {
  const files = { request: "request.json", report: "report", key: "key.json", expected: "expected.json", ...changes };
  const args = Object.entries(files).flatMap(([name, file]) => [`--${name}`, place(file)]);
  return runCli("server/cli/sign.ts", args, {}, `${input}\n`);
};

test("a request is said in words, checked with the report's files, and signed", async () => {
  const { code, stdout, stderr } = await sign({ out: "signature.json" });
  expect(stderr).toMatch(/Pay 90\.00\sADA to 3 recipients(.|\n)*Transactions +2(.|\n)*as expected +Pays 90\.00/);
  expect(code).toBe(0);
  expect(takePasted(stdout, request.text, publicKey, "")).toMatchObject({ kind: "raw", publicKey });
  expect(readFileSync(place("signature.json"), "utf8")).toBe(stdout);
  // Nothing is written over.
  expect((await sign({ out: "signature.json" })).code).toBe(1);
});

test.each<[string, Record<string, string>, RegExp]>([
  ["of another amount", { request: "more.json" }, /Do not sign this\. .*but the report gives/],
  ["without its report", { report: "expected.json" }, /The report with the hash .* is not there/],
  ["without a part", { report: "report/report.json" }, /Do not sign this\. Part 1 of the lines is missing/],
  ["that pays more than expected", { expected: "less.json" }, /Nothing was signed\. It is not what you expect/],
])("a request %s is not signed", async (_what, changes, words) => {
  const { code, stdout, stderr } = await sign(changes);
  expect(stderr).toMatch(words);
  expect({ code: code > 0, stdout }).toEqual({ code: true, stdout: "" });
});

test("a wrong passphrase signs nothing", async () => {
  expect(await sign({}, "wrong")).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/Wrong passph/) });
});

/* A line that says all of itself, as npm run pool prints it. */
const ofText = (text: string, ...more: string[]) => {
  const args = ["--text", text, "--key", place("key.json"), "--expected", place("expected.json"), ...more];
  return runCli("server/cli/sign.ts", args, {}, `${passphrase}\n`);
};
const pool = { network: binding.network, policyId: binding.policyId, nonce: 7 };

test("an act is signed from its line, for the pool that is expected", async () => {
  const text = cancelText({ ...pool, plan: "11".repeat(32) });
  const { stdout, stderr } = await ofText(text);
  expect(stderr).toMatch(/^Cancel the plan\n(.|\n)*as expected +Pool/);
  expect(takePasted(stdout, text, publicKey, "")).toMatchObject({ kind: "raw", publicKey });
  const other = await ofText(cancelText({ ...pool, policyId: "ab".repeat(28), plan: "11".repeat(32) }));
  expect(other).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/NOT EXPECTED +Pool is abab/) });
});

test("a Close, which no amount bounds, is signed only where that is said", async () => {
  const refused = await ofText(closeText(pool));
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(
    /NOT BOUNDED +Takes all that(.|\n)*Nothing was signed\. No amount.* Then add --meant\./,
  );
  expect(takePasted((await ofText(closeText(pool), "--meant")).stdout, closeText(pool), publicKey, "")).toMatchObject({
    publicKey,
  });
});

test("a plan is never signed from its line alone", async () => {
  const refused = { code: 2, stdout: "", stderr: expect.stringMatching(/its text says no act of a pool/) };
  expect(await ofText(request.text)).toMatchObject(refused);
});

test.each([
  ["an act", closeText(pool), /This is an act on a pool \(Close the pool for good\).*npm run sign -- --text/],
  ["a plan", request.text, /A plan is computed again from its report first: npm run sign -- --request/],
  ["anything", "a line", /Other texts are not signed/],
])("%s is not signed by npm run keys, which compares nothing", async (_what, text, words) => {
  const { code, stdout, stderr } = await runCli("server/cli/keys.ts", ["sign", place("key.json"), text]);
  expect(stderr).toMatch(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
