import type { ChainSource, Genesis } from "@/server/domain/ports";
import { ChainSourceError } from "./error";

/** Names for messages only; whether networks match is decided by their magic. */
const NETWORK_NAMES: Readonly<Record<number, string>> = {
  764824073: "mainnet",
  1: "preprod",
  2: "preview",
  4: "sanchonet",
};

export function networkName(networkMagic: number): string {
  const name = NETWORK_NAMES[networkMagic];
  return name ? `${name} (network magic ${networkMagic})` : `the network with magic ${networkMagic}`;
}

/** Refuses a source of another network, before anything else is asked of it. Answers the facts it read. */
export async function checkNetwork(source: ChainSource, expectedMagic: number): Promise<Genesis> {
  const genesis = await source.genesis();
  if (genesis.networkMagic === expectedMagic) return genesis;
  throw new ChainSourceError(
    "wrong-network",
    source.name,
    `this server follows ${networkName(genesis.networkMagic)}, but this installation is set up for ${networkName(expectedMagic)}. Correct the server's address, or the network in the settings.`,
  );
}
