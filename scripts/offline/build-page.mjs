// Builds the page that signs without a network: one HTML file with everything in it, from the same source always the
// same bytes.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import tailwind from "@tailwindcss/postcss";
import { build } from "esbuild";
import postcss from "postcss";
import { root } from "../lib.mjs";

const FONTS = [
  ["Inter Variable", "100 900", "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2"],
  [
    "JetBrains Mono Variable",
    "100 800",
    "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  ],
];

/** Resolves to the file's text and its SHA-256 in hex. */
export async function buildOfflinePage() {
  const [script, style] = [await bundleScript(), (await fontFaces()) + (await buildStyle())];
  const html = pageOf(script, style);
  return { html, sha256: createHash("sha256").update(html).digest("hex") };
}

async function bundleScript() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["components/offline/main.tsx"],
    bundle: true,
    // As it is written, so that people can read what they trust.
    minify: false,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "next/link": "./scripts/offline/link.mjs" },
    inject: ["scripts/offline/buffer.mjs"],
    logLevel: "error",
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error("esbuild made no file");
  return bundle.text.trim();
}

async function buildStyle() {
  const from = path.join(root, "components/offline/offline.css");
  const plugin = tailwind({ base: root, optimize: { minify: true } });
  const { css } = await postcss([plugin]).process(await readFile(from, "utf8"), { from });
  return css.trim();
}

async function fontFaces() {
  const faces = FONTS.map(async ([family, weight, file]) => {
    const bytes = await readFile(path.join(root, "node_modules", file));
    const url = `data:font/woff2;base64,${bytes.toString("base64")}`;
    return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:block;src:url(${url}) format("woff2")}`;
  });
  return (await Promise.all(faces)).join("");
}

/** It may run its own script and style, and nothing else; ask nobody; and be sent nowhere. */
export function policyOf(script, style) {
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    // The hashes of reports are computed by WebAssembly (server/domain/hash.ts).
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function pageOf(script, style) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Sign without a network</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<div id="root"></div>
<script type="module">${script}</script>
</body>
</html>
`;
}
