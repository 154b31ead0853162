import { GraphQLError, type GraphQLFieldResolver } from "graphql";
import { submitFailure } from "../api/submit";
import { viewOf } from "../api/view";
import { fromHex } from "../codec/cbor-shape";
import type { FaultRule } from "../faults";
import type { Chain } from "../ledger/chain";
import { type SelectArguments, select } from "./select";
import { type Row, Tables } from "./tables";

export type Asking = {
  readonly chain: Chain;
  readonly fault: FaultRule | null;
  readonly mostRows: number;
  /** Root fields are asked of the database one by one: a block may come between two of them. */
  readonly beforeRootField: (name: string) => Promise<void>;
};

/** Columns and relations by their name; lists by their arguments; root fields from the tables as they are by then. */
export const resolveField: GraphQLFieldResolver<unknown, Asking> = (source, args, asking, info) => {
  const { parentType, fieldName, schema } = info;
  const field = parentType.getFields()[fieldName];
  if (!field) throw new GraphQLError(`there is no ${fieldName}`);
  const listed = (value: unknown) =>
    Array.isArray(value) && field.args.length > 0
      ? select(value, args, { field, mostRows: asking.mostRows })
      : toAnswer(value);
  if (parentType === schema.getQueryType() || parentType === schema.getMutationType()) {
    return asking.beforeRootField(fieldName).then(() => listed(readRoot(fieldName, args, asking)));
  }
  return listed((source as Row)[fieldName]);
};

const toAnswer = (value: unknown) => (typeof value === "bigint" ? String(value) : value);

function readRoot(name: string, args: SelectArguments & { transaction?: string }, asking: Asking): unknown {
  const tables = new Tables(asking.chain, viewOf(asking.chain, asking.fault));
  const where = args.where ?? {};
  switch (name) {
    case "cardano":
      return { tip: tables.tip };
    case "cardanoDbMeta":
      return { initialized: true, syncPercentage: 100, assetSyncPercentage: 100 };
    case "genesis":
      return { shelley: shelleyGenesis(asking.chain) };
    case "blocks":
      return tables.blocks();
    case "transactions":
      return tables.transactions(namedBy(where.hash));
    case "utxos":
      return tables.utxos(keysOf(where));
    case "assets":
      return tables.assets();
    case "tokenMints":
      return tables.tokenMints();
    case "submitTransaction":
      return submit(asking, args.transaction ?? "");
    default:
      throw new GraphQLError(`the devnet does not answer ${name}`);
  }
}

function shelleyGenesis({ genesis }: Chain) {
  const { networkMagic, securityParam, systemStartMs, activeSlotsCoefficient, currentEra } = genesis;
  return {
    networkMagic,
    securityParam,
    systemStart: `${new Date(systemStartMs).toISOString().slice(0, 19)}Z`,
    activeSlotsCoeff: activeSlotsCoefficient,
    epochLength: currentEra.epochLength,
    slotLength: currentEra.slotLengthMs / 1_000,
    networkId: networkMagic === 764_824_073 ? "Mainnet" : "Testnet",
  };
}

/** The values of which a column must be one, where a condition says so. */
function namedBy(condition: unknown): string[] | null {
  const { _eq, _in } = (condition ?? {}) as { _eq?: string; _in?: string[] };
  return _eq === undefined ? (_in ?? null) : [_eq];
}

/** Keys of the ledger's index that hold all that can satisfy the condition; null where it must be looked for. */
function keysOf(where: Readonly<Record<string, unknown>>): string[] | null {
  const addresses = namedBy(where.address);
  if (addresses) return [...new Set(addresses)].map((address) => `addr:${address}`);
  const { asset } = (where.tokens ?? {}) as { asset?: { policyId?: unknown; assetName?: unknown } };
  const [policies, names] = [namedBy(asset?.policyId), namedBy(asset?.assetName)];
  return policies && names ? policies.flatMap((policy) => names.map((name) => `unit:${policy}${name}`)) : null;
}

/** The node's own submit API stands behind it, whose words come in brackets of words. */
function submit({ chain, fault }: Asking, hex: string): Row {
  const refuse = (said: string) => new GraphQLError(`Error: Transaction submission failed: ${said}`);
  if (!/^([0-9a-f]{2})+$/i.test(hex)) throw refuse(submitFailure("DecoderFailure: no bytes", []));
  const result = chain.submit(fromHex(hex), fault?.kind === "accept-and-lose");
  if (result.kind === "accepted") return { hash: result.hash };
  if (result.kind === "full") throw refuse("MempoolFull");
  throw refuse(submitFailure(result.error, result.logs));
}
