import { readFile } from "node:fs/promises";
import path from "node:path";
import { openSources, withBytes } from "@/server/chain/sources/open-sources";
import { isMainnet } from "@/server/domain/cardano/network";
import type { ChainSource } from "@/server/domain/ports";
import type { DemoOptions } from "./options";
import type { Processes } from "./processes";

/** The chain that the demo runs on, and the wallet that pays on it. */
export type Network = {
  readonly url: string;
  readonly projectId: string | null;
  readonly source: ChainSource;
  readonly fundingSeed: string;
  readonly networkMagic: number;
  /** Slows down a local devnet while people look; null elsewhere. */
  readonly controlUrl: string | null;
};

/** Chain seconds per real second while the demo works: a day of five minutes passes in fifteen seconds. */
export const FAST = 20;
/** The same while a person reads and approves. */
export const SLOW = 2;

const BLOCK_INTERVAL_MS = 4_000;
const SECURITY_PARAM = 24;

/** Starts a devnet as a process of its own, or connects to the given server. The rest of the demo cannot tell which. */
export async function openNetwork(options: DemoOptions, processes: Processes, directory: string): Promise<Network> {
  const { source: given } = options;
  if (given) return connect(given.url, given.projectId, given.fundingSeed, null);
  const seedFile = path.join(directory, "funding.seed");
  const { url, controlUrl } = await processes.startCommand<{ url: string; controlUrl: string }>("the devnet", [
    "server/devnet/main.ts",
    "--exit-with-parent",
    "--funding-seed-file",
    seedFile,
    "--speed",
    String(FAST),
    "--block-interval-ms",
    String(BLOCK_INTERVAL_MS),
    "--security-param",
    String(SECURITY_PARAM),
  ]);
  return connect(url, null, (await readFile(seedFile, "utf8")).trim(), controlUrl);
}

async function connect(
  url: string,
  projectId: string | null,
  fundingSeed: string,
  controlUrl: string | null,
): Promise<Network> {
  const [source] = withBytes(openSources({ BLOCKFROST_URL: url, BLOCKFROST_PROJECT_ID: projectId ?? undefined }));
  if (!source) throw new Error("There is no chain source.");
  const { networkMagic } = await source.genesis();
  if (isMainnet(networkMagic)) throw new Error("This is mainnet. The demo spends test money only.");
  return { url, projectId, source, fundingSeed, networkMagic, controlUrl };
}
