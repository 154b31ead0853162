import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height } from "@/server/domain/units";
import { inOrder } from "../list-order";
import * as answers from "./answers";
import type { GraphqlClient, Variables } from "./client";
import { assetVariables, type Naming } from "./naming";
import { readPages } from "./pages";
import { ADDRESS_TRANSACTIONS, ASSET_TRANSACTIONS, type Query } from "./queries";
import type { Steady } from "./steady";

export type HistoryReader = {
  ofAddress(address: string, from: Height, to: Height): Promise<TransactionRef[]>;
  ofAsset(unit: AssetUnit, from: Height, to: Height): Promise<TransactionRef[]>;
};

/**
 * Transactions by ranges of blocks. A failed one is found by its collateral and the return of it, which db-sync keeps
 * as its inputs and its output.
 */
export function createHistoryReader(client: GraphqlClient, steady: Steady, naming: Naming): HistoryReader {
  async function list(query: Query, given: Variables, { from, to }: { readonly from: Height; readonly to: Height }) {
    const what = `${query.name} of blocks ${from} to ${to}`;
    const read = (page: Variables) => client.ask(query, { ...given, from, to, ...page }, answers.refs);
    const rows = await readPages(client, { what, read, keyOf: ({ hash }) => hash });
    const stray = rows.find(({ block }) => block.number < from || block.number > to);
    if (stray) throw client.error("lying", `${what} has transaction ${stray.hash} of block ${stray.block.number}.`);
    return inOrder(rows.map(toRef));
  }

  return {
    async ofAddress(address, from, to) {
      if (from > to) return [];
      const read = () => list(ADDRESS_TRANSACTIONS, { address }, { from, to });
      return steady.upTo(`the list of ${address}`, to, read);
    },
    async ofAsset(unit, from, to) {
      if (from > to) return [];
      const refuse = () => naming.refuseUnnamed(unit, from, to);
      const read = () => list(ASSET_TRANSACTIONS, assetVariables(unit), { from, to });
      return steady.upTo(`the list of ${unit}`, to, async () => (await naming.ifNamed(unit, refuse, read)) ?? []);
    },
  };
}

const toRef = ({ hash, includedAt, block }: answers.RefAnswer): TransactionRef => ({
  hash,
  height: block.number,
  timeSeconds: includedAt / 1_000,
});
