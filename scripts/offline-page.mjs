// `npm run offline-page`: writes the page that signs without a network to public/, and prints its SHA-256. Asks nobody.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./lib.mjs";
import { buildOfflinePage } from "./offline/build-page.mjs";

const FILE = path.join("public", "offline-signer.html");

const { html, sha256 } = await buildOfflinePage();
await mkdir(path.join(root, "public"), { recursive: true });
await writeFile(path.join(root, FILE), html);
console.log(`${sha256}  ${FILE}`);
