import { beforeAll, describe, expect, it } from "vitest";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { keyHashOf } from "../cardano/key-hash";
import { cancelText, closeText, withdrawText } from "../contract/act-text";
import { takePasted } from "../contract/pasted-signature";
import { type CheckedPlan, checkPlan } from "./check-plan";
import { writeExpected } from "./expected";
import { readChosen, readExpectedFile } from "./read-chosen";
import { REQUEST_FORMAT, writeSigningRequest } from "./request";
import { type NotSigned, publicKeyOf, signRequest, type ToSign, whyNotSigned } from "./sign";

const secretKey = "42".repeat(32);
const publicKey = publicKeyOf(secretKey);
const report = sampleReport();
const { request, binding } = plannedRequest(report, [publicKey]);
const expected = { network: binding.network, policyId: binding.policyId, mostLovelace: 90_000_000n };
let plan: CheckedPlan;
beforeAll(async () => {
  const checked = await checkPlan(request, report.texts, keyHashOf(publicKey));
  if (!checked.ok) throw new Error(checked.problems.join("; "));
  plan = checked.plan;
});
const sound = () => ({ request, plan, expected, publicKey, isMeant: false });

describe("a request", () => {
  it("is signed when it was checked, is expected, and its key is asked", () => {
    expect(whyNotSigned(sound())).toBeNull();
    const answer = signRequest(sound(), secretKey);
    expect(takePasted(answer, request.text, publicKey, "")).toMatchObject({ kind: "raw", publicKey });
  });

  it.each<[NotSigned, () => Partial<ToSign>]>([
    ["unchecked", () => ({ plan: null })],
    ["unchecked", () => ({ plan: { ...plan, signer: null } })],
    // Checked, but another request, of the same report or of another.
    ["unchecked", () => ({ request: { ...request, text: request.text.replace("before 1", "before 2") } })],
    ["unchecked", () => ({ request: { ...request, reportHash: "33".repeat(32) } })],
    ["unchecked", () => ({ request: { format: REQUEST_FORMAT, kind: "act", text: "close", keys: [publicKey] } })],
    ["nothing-expected", () => ({ expected: null })],
    ["not-expected", () => ({ expected: { ...expected, mostLovelace: 1n } })],
    ["no-key", () => ({ publicKey: null })],
    ["other-key", () => ({ publicKey: publicKeyOf("43".repeat(32)) })],
  ])("is not signed: %s", (why, change) => {
    const toSign = { ...sound(), ...change() };
    expect(whyNotSigned(toSign)).toBe(why);
    const given = toSign.publicKey;
    if (given !== null) expect(() => signRequest({ ...toSign, publicKey: given }, secretKey)).toThrow(why);
  });

  it("to withdraw is held against the most that may be paid", () => {
    const { network, policyId } = binding;
    const amount = { lovelace: 90_000_001n, tokens: 0n };
    const text = withdrawText({ network, policyId, nonce: 1, amount, prizeAsset: null });
    const act = { format: REQUEST_FORMAT, kind: "act", text, keys: [publicKey] } as const;
    expect(whyNotSigned({ ...sound(), request: act, plan: null })).toBe("not-expected");
  });

  it("that no amount bounds is signed only where the person says that it is meant", () => {
    const pool = { network: binding.network, policyId: binding.policyId, nonce: 1 };
    const prizeAsset = { policyId: "ab".repeat(28), assetName: "", label: "SNEK" };
    const texts = [closeText(pool), withdrawText({ ...pool, amount: { lovelace: 1n, tokens: 1n }, prizeAsset })];
    for (const text of texts) {
      const act = { format: REQUEST_FORMAT, kind: "act", text, keys: [publicKey] } as const;
      const toSign = { ...sound(), request: act, plan: null };
      expect(whyNotSigned(toSign)).toBe("unbounded");
      expect(() => signRequest(toSign, secretKey)).toThrow("unbounded");
      expect(whyNotSigned({ ...toSign, isMeant: true })).toBeNull();
    }
    const withTokens = { ...plan, total: { lovelace: 1n, tokens: 1n } };
    expect(whyNotSigned({ ...sound(), plan: withTokens })).toBe("unbounded");
    // It is no way round what is not expected.
    expect(whyNotSigned({ ...sound(), plan: withTokens, expected: null, isMeant: true })).toBe("nothing-expected");
    const cancel = {
      format: REQUEST_FORMAT,
      kind: "act",
      text: cancelText({ ...pool, plan: "11".repeat(32) }),
    } as const;
    expect(whyNotSigned({ ...sound(), request: { ...cancel, keys: [publicKey] }, plan: null })).toBeNull();
  });

  it("is not signed with another key than the one that is named", () => {
    expect(() => signRequest(sound(), "43".repeat(32))).toThrow(/the ledger would refuse/);
  });
});

describe("a file that somebody chose", () => {
  it.each<[string, string]>([
    ["request", writeSigningRequest(request)],
    ["refused", writeSigningRequest(request).replace("{", "{ ")],
    ["plain-key", JSON.stringify({ type: "ed25519", secretKey }, null, 2)],
    ["plain-key", `\ufeff${JSON.stringify({ type: "StakeSigningKeyShelley_ed25519", cborHex: `5820${secretKey}` })}`],
    ["refused", JSON.stringify({ type: "PaymentVerificationKeyShelley_ed25519", cborHex: `5820${publicKey}` })],
    ["refused", '{"format":"daily-prize-oracle/sealed-key/1"}'],
    ["refused", writeExpected(expected)],
    ["other", report.text],
    ["other", "hello"],
    ["other", "x".repeat(20_000)],
  ])("is taken for what it is: %s", (kind, text) => {
    const chosen = readChosen(text);
    expect(chosen.kind).toBe(kind);
    if (chosen.kind === "refused") expect(chosen.problem).not.toContain(secretKey);
  });
});

it("what a person expects is read where it is given as that, and nothing else is", () => {
  expect(readExpectedFile(`\ufeff${writeExpected(expected)}`)).toEqual({ ok: true, expected });
  for (const text of ["hello", "null", writeSigningRequest(request), "x".repeat(20_000)]) {
    expect(readExpectedFile(text)).toMatchObject({ ok: false, problems: [expect.stringMatching(/this is no file/)] });
  }
  const wrong = writeExpected(expected).replace(/"mostLovelace":"[0-9]+"/, '"mostLovelace":"-1"');
  expect(readExpectedFile(wrong)).toMatchObject({ ok: false, problems: [expect.stringMatching(/^mostLovelace/)] });
});
