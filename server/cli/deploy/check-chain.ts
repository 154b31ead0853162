import { parseAddress } from "@/server/domain/cardano/address";
import { networkIdOf, networkLabel, networkName } from "@/server/domain/cardano/network";
import type { Operations } from "@/server/domain/day/operations";
import { findDepthProblems } from "@/server/domain/day/snapshot-depth";
import type { ChainSource } from "@/server/domain/ports";
import { findRulesMistakes } from "@/server/domain/rules/mistakes";
import type { Rules } from "@/server/domain/rules/rules";
import { sayRulesMistake } from "@/server/words/rules-mistake";
import { usageError } from "../command";
import type { DeployConfig } from "./config";

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
      `rules.gameAddress belongs to ${theirs}, but the chain source is of ${networkName(networkMagic)}.`,
    );
  }
  if ((await source.assetSupply(prizeAsset)) === null) {
    throw usageError(
      `rules.prizeAsset: ${networkName(networkMagic)} does not know ${prizeAsset}. Use the policy id (56 hexadecimal digits) followed by the asset name in hexadecimal.`,
    );
  }
}

/**
 * Checks that the rules can work with the pool's limits: that a pot can be paid, and that somebody can be. Throws a
 * usage error that names every mistake, before anything is sent.
 */
export async function checkMistakes(
  rules: Rules,
  { intervalMs, dailyLimitLovelace }: Pick<DeployConfig, "intervalMs" | "dailyLimitLovelace">,
  source: Pick<ChainSource, "genesis" | "parameters" | "assetSupply">,
): Promise<void> {
  const networkId = networkIdOf((await source.genesis()).networkMagic);
  const { coinsPerUtxoByte } = await source.parameters();
  const supply = await source.assetSupply(rules.prizeAsset);
  const world = { networkId, intervalMs, dailyLimitLovelace, coinsPerUtxoByte, supply };
  const mistakes = findRulesMistakes(rules, world).map(sayRulesMistake);
  if (mistakes.length === 0) return;
  throw usageError(mistakes.map(({ field, problem }) => `rules.${field} ${problem}.`).join("\n"));
}

/** Checks that days are read deep enough for the network. Throws a usage error before anything is sent. */
export async function checkDepth(
  operations: Pick<Operations, "snapshotDepth" | "expiryDepth">,
  source: Pick<ChainSource, "genesis">,
): Promise<void> {
  const { networkMagic } = await source.genesis();
  const problems = findDepthProblems(operations, networkLabel(networkMagic));
  if (problems.length === 0) return;
  throw usageError(problems.map(({ field, problem }) => `operations.${field} ${problem}.`).join("\n"));
}
