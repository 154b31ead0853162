import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { createGraphqlWitness } from "@/server/chain/sources/graphql/witness";
import { createKoiosSource } from "@/server/chain/sources/koios/source";
import { createKupoSource } from "@/server/chain/sources/kupo/source";
import { DIALECT_NAMES } from "@/server/devnet/dialects";
import type { Devnet, DevnetOptions } from "@/server/devnet/start";
import type { ChainSource, ChainWitness, SourceKind } from "@/server/domain/ports";
import { QUICK_RETRY } from "../chain/with-source";

/** A kind of server that tells the devnet's chain, and the adapter that reads it. */
export type Dialect<Source extends ChainWitness = ChainWitness> = {
  readonly name: string;
  readonly kind: SourceKind;
  /** What faults are set for (a regular expression over the path): what is asked for the tip, and for any list. */
  readonly paths: { readonly tip: string; readonly list: string };
  open(devnet: Devnet): Promise<Opened<Source>>;
};

export type Opened<Source extends ChainWitness = ChainWitness> = {
  readonly source: Source;
  close(): Promise<void>;
};

/** How long a test waits for an answer that does not come, and how often it asks again. */
const PATIENCE = { retry: QUICK_RETRY, timeoutMs: 2_000 };

const nothing = async () => {};

const blockfrost: Dialect<ChainSource> = {
  name: "Blockfrost",
  kind: "blockfrost",
  paths: { tip: "^/blocks/latest$", list: "^/addresses/.*/transactions$" },
  open: async ({ url }) => ({
    source: createBlockfrostSource({ url, name: "devnet", submitTimeoutMs: 10_000, ...PATIENCE }),
    close: nothing,
  }),
};

const koios: Dialect<ChainSource> = {
  name: "Koios",
  kind: "koios",
  paths: { tip: "^/blocks$", list: "^/address_txs$" },
  open: async ({ koiosUrl = "" }) => ({
    source: createKoiosSource({ url: koiosUrl, name: "devnet", submitTimeoutMs: 10_000, ...PATIENCE }),
    close: nothing,
  }),
};

const graphql: Dialect = {
  name: "Cardano GraphQL",
  kind: "graphql",
  paths: { tip: "^/graphql/Tip$", list: "^/graphql/AddressTransactions$" },
  open: async ({ graphqlUrl = "" }) => ({
    source: createGraphqlWitness({ url: graphqlUrl, name: "devnet", submitTimeoutMs: 10_000, ...PATIENCE }),
    close: nothing,
  }),
};

const kupo: Dialect<ChainSource> = {
  name: "Kupo and Ogmios",
  kind: "kupo",
  paths: { tip: "^/checkpoints/", list: "^/matches/" },
  open: async ({ kupoUrl = "", ogmiosUrl = "" }) => ({
    source: createKupoSource({ kupoUrl, ogmiosUrl, name: "devnet", submitTimeoutMs: 500, ...PATIENCE }),
    close: nothing,
  }),
};

/*
 * Every kind of server is in one of these lists. The suite (server/chain/sources/conformance) asks all of them what a
 * witness tells, and only the sources what takes bytes; `capabilities.chain.test.ts` shows which is which.
 */
export const SOURCES: readonly Dialect<ChainSource>[] = [blockfrost, koios, kupo];
export const WITNESSES: readonly Dialect[] = [graphql];
export const DIALECTS: readonly Dialect[] = [...SOURCES, ...WITNESSES];

/** A devnet that tells its chain in every dialect, in pages small enough to have many. */
export const IN_EVERY_DIALECT: DevnetOptions = { dialects: DIALECT_NAMES, dialectRows: 100 };
