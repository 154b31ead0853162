import { describe, expect, it } from "vitest";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { keyOfPersonText } from "../approver-key/enrolment";
import { closeText } from "../contract/act-text";
import { compareExpected, type Expected, readExpected, readTypedExpected, writeExpected } from "./expected";
import { REQUEST_FORMAT, type SigningRequest } from "./request";

const { request, binding } = plannedRequest(sampleReport());
const { network, policyId } = binding;
const EXPECTED: Expected = { network, policyId, mostLovelace: 90_000_000n };
const misfits = (of: SigningRequest, expected: Expected, paid: bigint | null = null) =>
  compareExpected(of, expected, paid).flatMap((each) => (each.fits ? [] : [each.of]));
const asked = (kind: "act" | "key", text: string) => ({ format: REQUEST_FORMAT, kind, text, keys: [] }) as const;

describe("what a person expects", () => {
  it("is kept as a file and read back", () => {
    expect(readExpected(JSON.parse(writeExpected(EXPECTED)))).toEqual({ ok: true, expected: EXPECTED });
    const wrong = readExpected({ ...JSON.parse(writeExpected(EXPECTED)), policyId: "ab", mostLovelace: "0" });
    expect(wrong.ok ? "" : wrong.problems.join()).toMatch(
      /policyId must be the pool's policy id.*mostLovelace must be/,
    );
  });

  it.each([
    ["Mainnet ", "mainnet"],
    ["1", "preprod"],
    ["42", "magic42"],
    ["magic42", "magic42"],
    ["elsewhere", "elsewhere"],
  ])("of the network, typed as %s, is %s", (typed, label) => {
    const read = readTypedExpected({ network: typed, policyId, mostAda: "90" });
    expect(read).toEqual({ ok: true, expected: { ...EXPECTED, network: label, mostLovelace: 90_000_000n } });
  });

  it("fits a plan of this network and pool up to the amount", () => {
    expect(misfits(request, EXPECTED, 90_000_000n)).toEqual([]);
    expect(misfits(request, EXPECTED, 90_000_001n)).toEqual(["most"]);
    expect(misfits(request, { ...EXPECTED, network: "mainnet" }, 1n)).toEqual(["network"]);
    expect(misfits(request, { ...EXPECTED, policyId: "cd".repeat(28) }, 1n)).toEqual(["pool"]);
  });

  it("is compared with what the text of an act or a key names", () => {
    const close = asked("act", closeText({ network, policyId: "cd".repeat(28), nonce: 1 }));
    expect(misfits(close, EXPECTED)).toEqual(["pool"]);
    expect(misfits(asked("key", keyOfPersonText("mainnet", "x", "11".repeat(32))), EXPECTED)).toEqual(["network"]);
  });
});
