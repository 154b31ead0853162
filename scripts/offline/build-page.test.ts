import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { buildOfflinePage } from "./build-page.mjs";

let html: string;
beforeAll(async () => {
  ({ html } = await buildOfflinePage());
  // Seconds, and more on a busy machine.
}, 120_000);

const hashOf = (text: string, form: "base64" | "hex") => createHash("sha256").update(text).digest(form);

it("is the same bytes each time that it is built, under the hash that is printed", async () => {
  const again = await buildOfflinePage();
  expect(again.sha256).toBe(hashOf(html, "hex"));
  expect(again.html === html).toBe(true);
});

it("runs its own script and style by their hashes, and may ask nobody", () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  const [, style = ""] = /<style>(.*)<\/style>\n<\/head>/s.exec(html) ?? [];
  const [, script = ""] = /<script type="module">(.*)<\/script>\n<\/body>/s.exec(html) ?? [];
  expect(policy?.split("; ")).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${hashOf(script, "base64")}' 'wasm-unsafe-eval'`,
    `style-src 'sha256-${hashOf(style, "base64")}'`,
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  // Neither ends early, whatever is in it.
  expect(script).not.toMatch(/<\/script|<!--/i);
  expect(style).not.toMatch(/<\/style/i);
  expect(html.replace(script, "").match(/<(script|style|link|img|iframe)\b/g)).toEqual(["<style", "<script"]);
});

it("holds no path of the machine that built it, and nothing of the server", () => {
  expect(html).not.toContain(process.cwd());
  expect(html).not.toMatch(/require\("node:|from "node:/);
});
