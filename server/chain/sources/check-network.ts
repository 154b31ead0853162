import { networkName } from "@/server/domain/cardano/network";
import type { ChainWitness } from "@/server/domain/ports";
import { ChainSourceError } from "./error";

/** Refuses a source of another network, before anything else is asked of it. */
export async function checkNetwork(source: ChainWitness, expectedMagic: number): Promise<void> {
  const genesis = await source.genesis();
  if (genesis.networkMagic === expectedMagic) return;
  throw new ChainSourceError(
    "wrong-network",
    source.name,
    `this server follows ${networkName(genesis.networkMagic)}, but this installation is set up for ${networkName(expectedMagic)}. Correct the server's address, or the network in the settings.`,
  );
}
