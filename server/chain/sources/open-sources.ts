import type { ChainSource, ChainWitness } from "@/server/domain/ports";
import type { SourceName } from "@/server/domain/source/names";
import { hasBytes, type SourceSettings, sourcesInOrder } from "@/server/env/sources";
import { createBlockfrostSource } from "./blockfrost/source";
import { createGraphqlWitness } from "./graphql/witness";
import { guardNetwork, guardWitness } from "./guard-network";
import type { Patience } from "./http/client";
import type { Budget } from "./http/gate";
import { createKoiosSource } from "./koios/source";
import { createKupoSource } from "./kupo/source";
import { submitToAll } from "./submit-to-all";

/** Where the chain is read. A server of another network is asked nothing; without NETWORK_MAGIC any will do. */
export type OpenSettings = SourceSettings & { readonly NETWORK_MAGIC?: number | undefined };

/** One that the product can work with has the bytes of transactions. All others are witnesses alone. */
export type OpenedSource =
  | { readonly name: SourceName; readonly hasBytes: true; readonly source: ChainSource }
  | { readonly name: SourceName; readonly hasBytes: false; readonly source: ChainWitness };

type Options = {
  /** What may be asked of a server in a time; undefined where nothing bounds it. */
  readonly budgetOf?: (name: SourceName) => Budget | undefined;
};

/** Another one is asked after so long, and not the same once more: a switch takes less than ten seconds. */
const WHERE_THERE_IS_ANOTHER: Patience = {
  timeoutMs: 8_000,
  retry: { retries: 1, baseDelayMs: 250, maxDelayMs: 5_000, notAfterTimeout: true },
};

/** How each is opened. Another kind of source is added here. */
const OPEN: Readonly<Record<SourceName, (settings: OpenSettings, patience: Patience) => ChainSource | ChainWitness>> = {
  blockfrost: (settings, patience) =>
    createBlockfrostSource({
      ...patience,
      url: settings.BLOCKFROST_URL ?? "",
      projectId: settings.BLOCKFROST_PROJECT_ID,
    }),
  "blockfrost-backup": (settings, patience) =>
    createBlockfrostSource({
      ...patience,
      url: settings.BLOCKFROST_BACKUP_URL ?? "",
      projectId: settings.BLOCKFROST_BACKUP_PROJECT_ID,
    }),
  kupo: (settings, patience) =>
    createKupoSource({ ...patience, kupoUrl: settings.KUPO_URL ?? "", ogmiosUrl: settings.OGMIOS_URL ?? "" }),
  koios: (settings, patience) =>
    createKoiosSource({ ...patience, url: settings.KOIOS_URL ?? "", token: settings.KOIOS_TOKEN }),
  graphql: (settings, patience) => createGraphqlWitness({ ...patience, url: settings.GRAPHQL_URL ?? "" }),
};

/**
 * The chain sources that the settings name, in their order. What is submitted to any of them goes to all that take
 * bytes. Asks nothing yet: they may be away.
 */
export function openSources(settings: OpenSettings, { budgetOf }: Options = {}): readonly OpenedSource[] {
  const names = sourcesInOrder(settings);
  const taken = new Set<string>();
  const opened = names.map((name): OpenedSource => {
    const budget = budgetOf?.(name);
    const patience = {
      ...(names.filter(hasBytes).length > 1 ? WHERE_THERE_IS_ANOTHER : {}),
      ...(budget && { budget }),
    };
    const source = OPEN[name](settings, patience);
    // Two accounts at one server are two sources, and are told apart by their names.
    const named = taken.has(source.name) ? { ...source, name: `${source.name} (${name})` } : source;
    taken.add(source.name);
    return guarded(name, named, settings.NETWORK_MAGIC);
  });
  const submit = submitToAll(opened.flatMap(({ source }) => source.submit ?? []));
  return opened.map((each) =>
    each.hasBytes ? { ...each, source: { ...each.source, submit } } : { ...each, source: { ...each.source, submit } },
  );
}

function guarded(name: SourceName, source: ChainSource | ChainWitness, magic: number | undefined): OpenedSource {
  if ("transactionBytes" in source) {
    return { name, hasBytes: true, source: magic === undefined ? source : guardNetwork(source, magic) };
  }
  return { name, hasBytes: false, source: magic === undefined ? source : guardWitness(source, magic) };
}

/** Those with bytes: one of them is read from at a time. */
export function withBytes(opened: readonly OpenedSource[]): ChainSource[] {
  return opened.flatMap((each) => (each.hasBytes ? [each.source] : []));
}
