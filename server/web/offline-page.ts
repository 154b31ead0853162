import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Where `npm run offline-page` writes the page that signs without a network, and where the console gives it away. */
const OFFLINE_PAGE = "/offline-signer.html";

export type OfflinePage = { readonly href: string; readonly sha256: string };

let found: OfflinePage | null = null;

/** The page as this server gives it away; null if it was not built. It does not change while the server runs. */
export async function findOfflinePage(): Promise<OfflinePage | null> {
  if (found) return found;
  const bytes = await readFile(path.join(process.cwd(), "public", OFFLINE_PAGE)).catch(() => null);
  if (bytes) found = { href: OFFLINE_PAGE, sha256: createHash("sha256").update(bytes).digest("hex") };
  return found;
}
