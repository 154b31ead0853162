import type { z } from "zod";
import { SOURCE_NAMES, type SourceName } from "../domain/source/names";
import { list, oneOf, text, variable, wholeNumber } from "./variable";
import { isPlain, isPrivate, socketAddress, webAddress } from "./web-address";

/*
 * Where the chain is read. Each source has an address; SOURCES orders those that are set. A new kind is a name in
 * server/domain/source/names.ts, its variables here, and its opening in server/chain/sources/open-sources.ts.
 */

const callsADay = wholeNumber("the calls that the plan allows in a day", 1_000, 1_000_000_000);
const callsASecond = wholeNumber("the calls that the server takes in a second", 1, 10_000);

export const sourceVariables = {
  BLOCKFROST_URL: variable(webAddress("https://cardano-preprod.blockfrost.io/api/v0")).optional(),
  BLOCKFROST_PROJECT_ID: variable(text).optional(),
  /** What its plan allows, for all instances together. */
  BLOCKFROST_DAILY_CALLS: variable(callsADay).optional(),
  BLOCKFROST_SECOND_CALLS: variable(callsASecond).optional(),
  /** A second server of the same kind, in the first one's place while that is away. */
  BLOCKFROST_BACKUP_URL: variable(webAddress("http://127.0.0.1:3000/api/v0")).optional(),
  BLOCKFROST_BACKUP_PROJECT_ID: variable(text).optional(),
  BLOCKFROST_BACKUP_DAILY_CALLS: variable(callsADay).optional(),
  BLOCKFROST_BACKUP_SECOND_CALLS: variable(callsASecond).optional(),
  /** Kupo and Ogmios at one node: together they are one source. */
  KUPO_URL: variable(webAddress("http://127.0.0.1:1442")).optional(),
  OGMIOS_URL: variable(socketAddress("ws://127.0.0.1:1337")).optional(),
  /** Koios: its public service, or an instance of one's own. The token is of a registered user. */
  KOIOS_URL: variable(webAddress("http://127.0.0.1:8053/api/v1")).optional(),
  KOIOS_TOKEN: variable(text).optional(),
  KOIOS_DAILY_CALLS: variable(callsADay).optional(),
  KOIOS_SECOND_CALLS: variable(callsASecond).optional(),
  /** Cardano GraphQL: a witness, never the first. */
  GRAPHQL_URL: variable(webAddress("http://127.0.0.1:3100")).optional(),
  GRAPHQL_DAILY_CALLS: variable(callsADay).optional(),
  GRAPHQL_SECOND_CALLS: variable(callsASecond).optional(),
  /** The order in which they are used; those that are set, in the order of SOURCE_NAMES, without it. */
  SOURCES: variable(list(oneOf(...SOURCE_NAMES))).optional(),
};

type SourceVariable = keyof typeof sourceVariables;
type CallsVariable = Extract<SourceVariable, `${string}_CALLS`>;
/** What the variables say, checked. */
export type SourceSettings = Partial<z.output<z.ZodObject<typeof sourceVariables>>>;
/** All of them: a process that reads the chain needs them together. */
export const SOURCE_VARIABLES = Object.keys(sourceVariables) as SourceVariable[];

type Given = Readonly<Record<string, string | undefined>>;

/** What a source needs to be asked: all of `addresses`, and nothing else of it without them. */
type Needs = {
  readonly addresses: readonly SourceVariable[];
  /** Where its key goes. */
  readonly key?: SourceVariable;
  /** How many calls all instances together may make of it; Kupo and Ogmios are nobody's plan, and have none. */
  readonly calls?: { readonly aDay: CallsVariable; readonly aSecond: CallsVariable };
  /** Has the bytes of transactions: only with one of these the product works. */
  readonly hasBytes: boolean;
};

const NEEDS: Readonly<Record<SourceName, Needs>> = {
  blockfrost: {
    addresses: ["BLOCKFROST_URL"],
    key: "BLOCKFROST_PROJECT_ID",
    calls: { aDay: "BLOCKFROST_DAILY_CALLS", aSecond: "BLOCKFROST_SECOND_CALLS" },
    hasBytes: true,
  },
  "blockfrost-backup": {
    addresses: ["BLOCKFROST_BACKUP_URL"],
    key: "BLOCKFROST_BACKUP_PROJECT_ID",
    calls: { aDay: "BLOCKFROST_BACKUP_DAILY_CALLS", aSecond: "BLOCKFROST_BACKUP_SECOND_CALLS" },
    hasBytes: true,
  },
  kupo: { addresses: ["KUPO_URL", "OGMIOS_URL"], hasBytes: true },
  koios: {
    addresses: ["KOIOS_URL"],
    key: "KOIOS_TOKEN",
    calls: { aDay: "KOIOS_DAILY_CALLS", aSecond: "KOIOS_SECOND_CALLS" },
    hasBytes: true,
  },
  graphql: {
    addresses: ["GRAPHQL_URL"],
    calls: { aDay: "GRAPHQL_DAILY_CALLS", aSecond: "GRAPHQL_SECOND_CALLS" },
    hasBytes: false,
  },
};

/** Those that are used, in their order: of those that are set all, or those that SOURCES names. */
export function sourcesInOrder(settings: SourceSettings): readonly SourceName[] {
  return settings.SOURCES ?? sourcesSet(settings);
}

/** Those that are set and that SOURCES leaves out. */
export function sourcesLeftOut(settings: SourceSettings): readonly SourceName[] {
  return sourcesSet(settings).filter((name) => !sourcesInOrder(settings).includes(name));
}

/** Those whose addresses are all there. */
function sourcesSet(given: SourceSettings | Given): SourceName[] {
  return SOURCE_NAMES.filter((name) => NEEDS[name].addresses.every((address) => given[address]));
}

/** Whether the variables name any. */
export const sourceIsSet = (given: Given): boolean => sourcesSet(given).length > 0;

/** How many calls all instances together may make of a source; undefined where nothing bounds them. */
export function callLimitsOf(settings: SourceSettings, name: SourceName) {
  const { calls } = NEEDS[name];
  return { aDay: calls && settings[calls.aDay], aSecond: calls && settings[calls.aSecond] };
}

export const hasBytes = (name: SourceName): boolean => NEEDS[name].hasBytes;

/** What is wrong with the sources that the variables name, as lines for whoever set them. Empty values are missing. */
export function wrongSources(given: Given): string[] {
  const lines = SOURCE_NAMES.flatMap((name) => wrongSource(given, NEEDS[name]));
  const set = sourcesSet(given);
  const order = orderOf(given, set);
  if (set.length === 0) {
    if (lines.length === 0) lines.push("BLOCKFROST_URL is not set, and no other chain source is.");
    return lines.map((line) => `  ${line}`);
  }
  for (const name of new Set(order)) {
    const missing = NEEDS[name].addresses.filter((address) => !given[address]);
    if (missing.length > 0) lines.push(`SOURCES names ${name}, but ${missing.join(" and ")} is not set.`);
  }
  if (new Set(order).size < order.length) lines.push("SOURCES names one source twice: each has one place.");
  const [first] = order;
  if (order.length === 0) lines.push("SOURCES names no source: name one, or remove the line.");
  if (first && !hasBytes(first)) {
    lines.push(
      `SOURCES begins with ${first}, which has no bytes of transactions and can only be a witness: ` +
        `begin with one that has them (${SOURCE_NAMES.filter(hasBytes).join(", ")}).`,
    );
  }
  return lines.map((line) => `  ${line}`);
}

function wrongSource(given: Given, { addresses, key, calls }: Needs): string[] {
  const missing = addresses.filter((address) => !given[address]);
  const others = calls ? [calls.aDay, calls.aSecond] : [];
  const there = [...addresses, ...(key ? [key] : []), ...others].filter((name) => given[name]);
  if (missing.length > 0) {
    const [one] = there;
    return one ? [`${one} is set, but ${missing.join(" and ")} is not: it says nothing without.`] : [];
  }
  return addresses.flatMap((address) => {
    const url = given[address] ?? "";
    if (!key || !given[key] || !URL.canParse(url) || !isPlain(url) || isPrivate(url)) return [];
    return [`${address} must be https://: ${key} is sent there, and over http anybody can read it.`];
  });
}

/** What SOURCES holds that is no name is told by whoever reads it. */
function orderOf({ SOURCES }: Given, set: readonly SourceName[]): readonly SourceName[] {
  const words = SOURCES?.split(",").map((word) => word.trim().toLowerCase());
  return words?.flatMap((word) => SOURCE_NAMES.find((name) => name === word) ?? []) ?? set;
}
