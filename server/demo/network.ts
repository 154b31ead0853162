import { readFile } from "node:fs/promises";
import path from "node:path";
import { openSources, withBytes } from "@/server/chain/sources/open-sources";
import type { DialectUrls } from "@/server/devnet/dialects";
import { isMainnet } from "@/server/domain/cardano/network";
import type { ChainSource } from "@/server/domain/ports";
import type { DemoOptions } from "./options";
import type { Processes } from "./processes";
import { dialectsOf, sourceVariablesOf } from "./sources";

/** The chain that the demo runs on, and the wallet that pays on it. */
export type Network = {
  readonly url: string;
  /** What the demo itself plays and checks by. On the local chain it outlives what the product reads from. */
  readonly source: ChainSource;
  /** Where the product reads it: the environment of its processes. */
  readonly variables: Readonly<Record<string, string>>;
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
  const { source: given, sources } = options;
  if (given) {
    const { url, projectId, fundingSeed } = given;
    const variables = { BLOCKFROST_URL: url, BLOCKFROST_PROJECT_ID: projectId ?? "", SOURCES: "blockfrost" };
    return connect({ url, fundingSeed, variables, controlUrl: null });
  }
  const seedFile = path.join(directory, "funding.seed");
  const devnet = await processes.startCommand<DevnetLine>("the devnet", [
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
    "--dialects",
    dialectsOf(sources).join(","),
  ]);
  const { url, controlUrl } = devnet;
  const fundingSeed = (await readFile(seedFile, "utf8")).trim();
  return connect({ url, fundingSeed, variables: sourceVariablesOf(sources, devnet), controlUrl });
}

type DevnetLine = DialectUrls & { readonly url: string; readonly controlUrl: string };

async function connect(given: Omit<Network, "source" | "networkMagic">): Promise<Network> {
  const { url, variables } = given;
  const projectId = variables.BLOCKFROST_PROJECT_ID || undefined;
  const [source] = withBytes(openSources({ BLOCKFROST_URL: url, BLOCKFROST_PROJECT_ID: projectId }));
  if (!source) throw new Error("There is no chain source.");
  const { networkMagic } = await source.genesis();
  if (isMainnet(networkMagic)) throw new Error("This is mainnet. The demo spends test money only.");
  return { ...given, source, networkMagic };
}
