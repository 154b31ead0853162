import { expect, it } from "vitest";
import { judgeVersions, type SignerVersion } from "./look-at-versions";

it.each<[string, SignerVersion[], string, RegExp]>([
  ["the same", [{ name: "oracle", version: "1.2.0" }], "ok", /are of version 1\.2\.0/],
  ["another", [{ name: "oracle", version: "1.1.9" }], "warning", /Of another one: oracle \(1\.1\.9\)\./],
  ["none", [{ name: "oracle", version: null }], "warning", /oracle \(does not say/],
  ["no answer", [{ name: "oracle", version: "away" }], "ok", /No signer says/],
  ["no signer", [], "ok", /No signer says/],
])("signers of %s version", (_what, signers, state, words) => {
  expect(judgeVersions(signers, "1.2.0")).toMatchObject({ state, fact: expect.stringMatching(words) });
});
