import { describe, expect, it } from "vitest";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import { toCanonicalJson } from "../canonical";
import { closeText } from "../contract/act-text";
import { bindPlan } from "../plan/sign-request";
import { factsOfReport } from "../report/facts";
import { readSigningRequest, writeSigningRequest } from "./request";

const KEY = "11".repeat(32);
const ACT = { kind: "act", text: closeText({ network: "mainnet", policyId: "ab".repeat(28), nonce: 7 }) } as const;

const { manifest, hash } = sampleReport();
const bound = bindPlan({ ...factsOfReport(manifest), hash }, SAMPLE_BINDING);
const PLAN = {
  kind: "plan",
  what: "plan",
  text: bound.ok ? bound.plan.texts.approve : "",
  reportHash: hash,
  binding: SAMPLE_BINDING,
  maxFeeLovelace: 2_000_000n,
  keys: [KEY],
} as const;

describe("a request to sign", () => {
  it("is read back as it was written, with a line's end or without", () => {
    const written = writeSigningRequest(PLAN);
    expect(readSigningRequest(written)).toMatchObject({ ok: true, request: PLAN });
    expect(readSigningRequest(`${written}\r\n`)).toMatchObject({ ok: true, request: PLAN });
    expect(readSigningRequest(writeSigningRequest({ ...ACT, keys: [KEY] }))).toMatchObject({ ok: true, request: ACT });
  });

  it("fits in a few QR codes", () => {
    expect(writeSigningRequest(PLAN).length).toBeLessThan(1_100);
  });

  it("for an act that nobody understands is not written", () => {
    const text = "Daily Prize Oracle mainnet give everything away nonce 7";
    expect(() => writeSigningRequest({ kind: "act", text, keys: [KEY] })).toThrow(/no act of a pool/);
    expect(() => writeSigningRequest({ kind: "key", text: ACT.text, keys: [KEY] })).toThrow(/nothing that a key signs/);
    expect(() => writeSigningRequest({ ...ACT, text: PLAN.text, keys: [KEY] })).toThrow(/no act of a pool/);
  });

  const document = JSON.parse(writeSigningRequest(PLAN));
  const withBinding = (change: object) => toCanonicalJson({ ...document, binding: { ...document.binding, ...change } });
  it.each<[string, string, RegExp]>([
    ["no JSON", "hello", /not JSON/],
    ["another version", toCanonicalJson({ ...document, format: "x/2" }), /format must be/],
    ["no kind", toCanonicalJson({ ...document, kind: "pay" }), /kind/],
    ["a field more", toCanonicalJson({ ...document, note: "urgent" }), /unknown fields: note/],
    ["a field twice", writeSigningRequest(PLAN).replace('"kind":', '"kind":"act","kind":'), /was changed/],
    ["another order", JSON.stringify({ text: PLAN.text, ...document }), /was changed/],
    ["spaces", JSON.stringify(document, null, 1).replaceAll("\n", " "), /was changed/],
    ["an invisible character", writeSigningRequest(PLAN).replace("approve", "appr\u200bove"), /invisible/],
    ["a character that turns the text", writeSigningRequest(PLAN).replace("pay ", "\u202epay "), /invisible/],
    ["an escaped invisible character", toCanonicalJson(document).replace("approve", "appr\\u200bove"), /ASCII/],
    ["two spaces in the text", toCanonicalJson({ ...document, text: "Daily  Prize" }), /single spaces/],
    ["a text too long", toCanonicalJson({ ...document, text: "x".repeat(199) }), /at most 198/],
    ["a huge file", `${writeSigningRequest(PLAN)}${" ".repeat(5_000)}`, /more than 4096 bytes/],
    ["no key", toCanonicalJson({ ...document, keys: [] }), /must name a key/],
    ["a key twice", toCanonicalJson({ ...document, keys: [KEY, KEY] }), /a key twice/],
    ["a short key", toCanonicalJson({ ...document, keys: ["11"] }), /64 lower-case/],
    ["a fraction", withBinding({ nonce: 0 }).replace('"nonce":0', '"nonce":0.5'), /binding.nonce/],
    ["a negative nonce", withBinding({ nonce: -1 }), /binding.nonce/],
    ["a strange network", withBinding({ network: "main net" }), /binding.network/],
    ["a label that is no word", withBinding({ prizeAsset: { policyId: KEY, assetName: "", label: "A B" } }), /label/],
  ])("is refused with %s", (_what, file, words) => {
    const read = readSigningRequest(file);
    expect(read.ok ? "" : read.problems.join("; ")).toMatch(words);
  });
});
