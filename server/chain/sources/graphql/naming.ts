import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { AssetUnit, Height } from "@/server/domain/units";
import { Unsteady } from "../http/steady";
import * as answers from "./answers";
import type { BlockReader } from "./blocks";
import type { GraphqlClient } from "./client";
import { ASSET_NAMED, UNNAMED_OUTPUTS, UNNAMED_TOKENS } from "./queries";

/**
 * Whether the server's table of assets has an asset. It is filled by polling, every 30 seconds and with mints that are
 * older than 120 slots; until then a token has no asset, and no condition on one finds it. Once it is there, all of its
 * tokens are found, old and new.
 */
export type Naming = {
  /**
   * What `read` finds by conditions on the asset. For one that the table lacks those find nothing: null where it is
   * really nowhere, after `refuse` has thrown if a token without a name is where it could be.
   */
  ifNamed<R>(unit: AssetUnit, refuse: () => Promise<void>, read: () => Promise<R>): Promise<R | null>;
  /** Throws where blocks from..to have a token without a name: it may be of the asset. */
  refuseUnnamed(unit: AssetUnit, from: Height, to: Height): Promise<void>;
  /** The same for the blocks that were made last. */
  refuseNewlyMinted(unit: AssetUnit): Promise<void>;
  /** The same for what is at an address now. */
  refuseUnnamedAt(unit: AssetUnit, addresses: readonly string[]): Promise<void>;
};

/**
 * The trailing window: some ten times what the table is behind by on mainnet. A server that has not filled it for
 * longer is noticed by what others mint.
 */
const WINDOW_BLOCKS = 100;

export function createNaming(client: GraphqlClient, blocks: BlockReader): Naming {
  const unnamed = (unit: AssetUnit, where: string) =>
    client.error(
      "unavailable",
      `it does not know asset ${unit}, and ${where} holds a token that it has not named yet. It names new tokens within minutes.`,
    );

  async function refuseUnnamed(unit: AssetUnit, from: Height, to: Height) {
    const { transactions } = await client.ask(UNNAMED_TOKENS, { from, to }, answers.hashes);
    const [first] = transactions;
    if (first) throw unnamed(unit, `transaction ${first.hash}`);
  }

  async function isNamed(unit: AssetUnit): Promise<boolean> {
    const [named, another] = await client.ask(ASSET_NAMED, assetVariables(unit), answers.assets);
    if (!named) return false;
    const got = unitOf(named);
    if (got !== unit) throw client.error("lying", `asked for asset ${unit}, got ${got}.`);
    if (another) throw client.error("lying", `there are two assets ${unit}.`);
    return true;
  }

  return {
    async ifNamed(unit, refuse, read) {
      if (await isNamed(unit)) return read();
      await refuse();
      if (!(await isNamed(unit))) return null;
      throw new Unsteady(client.error("unavailable", `asset ${unit} was named while it was asked for. Try again.`));
    },
    refuseUnnamed,
    async refuseNewlyMinted(unit) {
      const { height } = await blocks.tip();
      await refuseUnnamed(unit, Math.max(0, height - WINDOW_BLOCKS), height);
    },
    async refuseUnnamedAt(unit, addresses) {
      const { utxos } = await client.ask(UNNAMED_OUTPUTS, { addresses }, answers.outputHashes);
      const [first] = utxos;
      if (first) throw unnamed(unit, `an output of transaction ${first.txHash}`);
    },
  };
}

export const assetVariables = (unit: AssetUnit) => ({ policyId: policyIdOf(unit), assetName: assetNameOf(unit) });

export const unitOf = ({ policyId, assetName }: answers.AssetAnswer): AssetUnit => `${policyId}${assetName ?? ""}`;
