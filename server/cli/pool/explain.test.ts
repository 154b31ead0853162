import { expect, it } from "vitest";
import { encodeSettings, hashSettings } from "@/server/domain/contract/settings";
import { APPROVERS, SETTINGS } from "@/server/testing/contract/pool-terms";
import { explainSettings } from "./explain";

const settings = { ...SETTINGS, network: "mainnet", prizeAsset: null };
const cbor = encodeSettings(settings);

it("settings are told in words, with the hash that a consent names", () => {
  const { facts } = explainSettings([cbor]);
  expect(facts.Settings).toBe(`hash ${hashSettings(settings)}, which the text to sign must name`);
  expect(facts).toMatchObject({ Network: "mainnet", Approvers: "2 of 4 must sign", "  0": APPROVERS[0]?.publicKey });
  expect(facts.Treasury).toMatch(/^addr1/);
});

it.each<[string, string[]]>([
  ["nothing", []],
  ["two texts", [cbor, cbor]],
  ["no hexadecimal", ["settings"]],
  ["half of them", [cbor.slice(0, cbor.length / 2)]],
  ["more than them", [`${cbor}00`]],
  ["other data", ["d87980"]],
])("%s is refused in words", (_, words) => {
  expect(() => explainSettings(words)).toThrow(/^explain takes SETTINGS/);
});
