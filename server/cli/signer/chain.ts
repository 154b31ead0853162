import { firstThatAnswers } from "@/server/chain/sources/first-that-answers";
import { lookAtPool } from "@/server/chain/sources/look-at-pool";
import { openSources, withBytes } from "@/server/chain/sources/open-sources";
import { isMainnet } from "@/server/domain/cardano/network";
import type { PoolLook } from "@/server/domain/plan/pool-look";
import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { parseSome } from "@/server/env";
import { SOURCE_VARIABLES, sourceIsSet } from "@/server/env/sources";
import { usageError } from "../command";

type Wanted = { readonly networkMagic: number; readonly policyId: Hex; readonly withoutChain: boolean };

/** The signer's own look at its pool, by the chain sources of its own environment; null without one. */
export function openLook(
  variables: Readonly<Record<string, string | undefined>>,
  { networkMagic, policyId, withoutChain }: Wanted,
): PoolLook | null {
  if (sourceIsSet(variables)) {
    if (withoutChain)
      throw usageError("--without-chain and a chain source exclude each other: leave one of them away.");
    const settings = parseSome(variables, ...SOURCE_VARIABLES);
    const sources = withBytes(openSources({ ...settings, NETWORK_MAGIC: networkMagic }));
    return lookWithAny(sources, networkMagic, policyId);
  }
  if (isMainnet(networkMagic) && !withoutChain) {
    throw usageError(
      "On mainnet a signer looks at the chain itself: name a source (BLOCKFROST_URL, or another kind), best not the server's. " +
        "Or say --without-chain: then it takes the server's word for the state of the pool.",
    );
  }
  return null;
}

/** Each question is put to the first source that answers; what that one says then counts. */
function lookWithAny(sources: readonly ChainSource[], networkMagic: number, policyId: Hex): PoolLook {
  const look = async () => lookAtPool(await firstThatAnswers(sources), networkMagic, policyId);
  return {
    name: sources.map(({ name }) => name).join(" or "),
    tipMs: async () => (await look()).tipMs(),
    now: async (prizeAsset) => (await look()).now(prizeAsset),
    lastSignedBy: async (publicKey) => (await look()).lastSignedBy(publicKey),
  };
}

/** What it says at its start. */
export const WITHOUT_CHAIN =
  "This signer has no chain source of its own. It takes the server's word for the state of the pool, " +
  "cannot see whether its record lacks what is on chain, and goes by this machine's clock.";
