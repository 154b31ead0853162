import type { ChainWitness } from "@/server/domain/ports";
import { submitTransaction } from "../submit";
import { createBlockReader } from "./blocks";
import { createGraphqlClient, type GraphqlOptions } from "./client";
import { createHistoryReader } from "./history";
import { createHoldingReader, type HoldingReader } from "./holdings";
import { createNaming } from "./naming";
import { createSteady } from "./steady";
import { submitDoor } from "./submit";

/** A witness that can also be asked for what many addresses hold, 100 of them a question. */
export type GraphqlWitness = ChainWitness & Pick<HoldingReader, "holdingsOf">;

/**
 * Cardano GraphQL 9: it has no bytes, so that it can agree or disagree with what was read elsewhere and be no source of
 * it. Reads throw `ChainSourceError`. Times are in whole seconds; a datum that is only a hash is not told.
 */
export function createGraphqlWitness(options: GraphqlOptions): GraphqlWitness {
  const client = createGraphqlClient(options);
  const blocks = createBlockReader(client);
  const steady = createSteady(client, blocks);
  const naming = createNaming(client, blocks);
  const history = createHistoryReader(client, steady, naming);
  return {
    name: client.name,
    kind: "graphql",
    genesis: async () => ({ networkMagic: await blocks.networkMagic() }),
    tip: blocks.tip,
    block: blocks.block,
    addressTransactions: history.ofAddress,
    assetTransactions: history.ofAsset,
    transactionPlace: blocks.place,
    ...createHoldingReader(client, { steady, history, naming }),
    submit: (tx) => submitTransaction(submitDoor(client), tx, options.submitTimeoutMs),
  };
}
