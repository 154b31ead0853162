import type { Arguments } from "@/server/cli/arguments";
import { usageError } from "@/server/cli/command";
import { fundingWallet } from "@/server/devnet/funding";
import { shown } from "@/server/domain/shown";
import { readTextFile } from "@/server/files/read-text";
import { type DemoSources, readSources } from "./sources";

export const USAGE = `npm run demo -- [options]

Starts a database, a local Cardano chain and the web application, plays a game, and pays its prizes. Without options,
pays the first day and leaves the next for you to approve in the browser.

  --players N              players in the game (default 1000)
  --auto                   approve every day automatically
  --once                   pay one day, check it on chain, print a JSON summary and stop (needs --auto)
  --source KIND            what the product reads the local chain from: blockfrost (default), kupo (with Ogmios), koios
  --second-opinion KIND    another kind, or graphql, that has to agree before a day is paid (default: none)
  --fault FAULT            first-dies or second-dies: that source's server ends in the middle of the first day's
                           payments, and the day is paid all the same (default: none)
  --source-url URL         use this Blockfrost-compatible server instead of a local chain
  --source-project-id KEY  project id for that server, if it needs one
  --funding-seed-file FILE BIP-39 words of the wallet on that chain that pays for everything
  --interval-seconds N     length of a day, in chain time (default 300, or 180 with --source-url)
  --port N                 port of the web application (default 3000, or any free port with --once)`;

export type DemoOptions = {
  readonly players: number;
  readonly auto: boolean;
  readonly once: boolean;
  /** Null starts a local devnet. */
  readonly source: {
    readonly url: string;
    readonly projectId: string | null;
    readonly fundingSeed: string;
  } | null;
  /** On the local devnet. */
  readonly sources: DemoSources;
  readonly intervalMs: number;
  /** 0 takes any free port. */
  readonly port: number;
};

const MOST_PLAYERS = 20_000;

export const OPTIONS = {
  players: { type: "string", default: "1000" },
  auto: { type: "boolean", default: false },
  once: { type: "boolean", default: false },
  source: { type: "string" },
  "second-opinion": { type: "string" },
  fault: { type: "string" },
  "source-url": { type: "string" },
  "source-project-id": { type: "string" },
  "funding-seed-file": { type: "string" },
  "interval-seconds": { type: "string" },
  port: { type: "string" },
} as const;

/** Reads what the options mean. Every error says what would be right. */
export async function readOptions({ values }: Arguments<typeof OPTIONS>): Promise<DemoOptions> {
  const players = wholeNumber("players", values.players, 20, MOST_PLAYERS);
  if (values.once && !values.auto) throw usageError("--once runs without people. Add --auto.");
  const source = await readSource(values);
  const sources = readSources(values);
  if (source && (values.source ?? values["second-opinion"] ?? values.fault)) {
    throw usageError("--source, --second-opinion and --fault are for the local chain: leave --source-url away.");
  }
  const fallback = source ? "180" : "300";
  const seconds = wholeNumber("interval-seconds", values["interval-seconds"] ?? fallback, 60, 86_400);
  const port = wholeNumber("port", values.port ?? (values.once ? "0" : "3000"), 0, 65_535);
  return { players, auto: values.auto, once: values.once, source, sources, intervalMs: seconds * 1_000, port };
}

async function readSource(values: Record<string, string | boolean | undefined>): Promise<DemoOptions["source"]> {
  const url = values["source-url"];
  const file = values["funding-seed-file"];
  if (typeof url !== "string") {
    if (file) throw usageError("--funding-seed-file needs --source-url: the local chain has its own funds.");
    return null;
  }
  if (!/^https?:\/\//.test(url))
    throw usageError(`--source-url must begin with http:// or https://, not ${shown(url)}.`);
  if (typeof file !== "string") throw usageError("--source-url needs --funding-seed-file to pay for the game.");
  const { seedPhrase: fundingSeed } = fundingWallet(await readTextFile(file), file);
  const projectId = values["source-project-id"];
  return {
    url,
    projectId: typeof projectId === "string" ? projectId : null,
    fundingSeed,
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && value >= least && value <= most) return value;
  throw usageError(`--${name} must be a whole number from ${least} to ${most}, not ${shown(text)}.`);
}
