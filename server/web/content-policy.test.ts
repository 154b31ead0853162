import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { newNonce, pagePolicy, SONNER_STYLES } from "./content-policy";

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

it("allows sonner's style sheet by its hash, as it is installed", () => {
  const source = readFileSync("node_modules/sonner/dist/index.mjs", "utf8");
  const sheet: string = JSON.parse(/__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1] ?? '""');
  expect(SONNER_STYLES).toEqual([hashOf(""), hashOf(sheet)]);
});

it("runs no script of a page but by its nonce, and lets nothing else of a page be inline", () => {
  const directives = new Map(
    pagePolicy("abc", false)
      .split("; ")
      .map((text) => [text.split(" ")[0], text]),
  );
  expect(directives.get("script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(directives.get("base-uri")).toBe("base-uri 'none'");
  expect(directives.get("default-src")).toBe("default-src 'none'");
  expect([...directives.values()].join()).not.toContain("unsafe");
});

it("makes a nonce that is never the same", () => {
  const nonces = Array.from({ length: 1_000 }, newNonce);
  expect(new Set(nonces).size).toBe(1_000);
  for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
});
