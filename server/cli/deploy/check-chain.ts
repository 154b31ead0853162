import { parseAddress } from "@/server/domain/cardano/address";
import { networkIdOf, networkLabel, networkName } from "@/server/domain/cardano/network";
import { parseOperations } from "@/server/domain/day/operations";
import { findDepthProblems } from "@/server/domain/day/snapshot-depth";
import type { ChainSource } from "@/server/domain/ports";
import type { Rules } from "@/server/domain/rules/rules";
import { usageError } from "../command";

/**
 * Checks against the chain that the game's address is of its network and that it knows the prize token. Throws a usage
 * error before anything is sent.
 */
export async function checkAgainstChain(
  { gameAddress, prizeAsset }: Pick<Rules, "gameAddress" | "prizeAsset">,
  source: ChainSource,
): Promise<void> {
  const { networkMagic } = await source.genesis();
  const game = parseAddress(gameAddress);
  const networkId = "networkId" in game ? game.networkId : null;
  if (networkId !== null && networkId !== networkIdOf(networkMagic)) {
    const theirs = networkId === 1 ? "mainnet" : "a test network";
    throw usageError(
      `rules.gameAddress belongs to ${theirs}, but BLOCKFROST_URL leads to ${networkName(networkMagic)}.`,
    );
  }
  if ((await source.assetSupply(prizeAsset)) === null) {
    throw usageError(
      `rules.prizeAsset: ${networkName(networkMagic)} does not know ${prizeAsset}. Use the policy id (56 hexadecimal digits) followed by the asset name in hexadecimal.`,
    );
  }
}

/** Checks that days are read deep enough for the network. Throws a usage error before anything is sent. */
export async function checkDepth(operations: unknown, source: Pick<ChainSource, "genesis">): Promise<void> {
  const parsed = parseOperations(operations);
  const { networkMagic } = await source.genesis();
  const problems = parsed.ok ? findDepthProblems(parsed.operations, networkLabel(networkMagic)) : [];
  if (problems.length === 0) return;
  throw usageError(problems.map(({ field, problem }) => `operations.${field} ${problem}.`).join("\n"));
}
