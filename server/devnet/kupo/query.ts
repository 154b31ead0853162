import type { KupoPoint, Match } from "./index-of-matches";

/** What a request for matches asks for, as Kupo reads it: flags carry no value, each bound is given once. */
export type MatchQuery = {
  readonly status: "spent" | "unspent" | null;
  readonly order: "most_recent_first" | "oldest_first";
  readonly resolvesHashes: boolean;
  readonly lower: Bound | null;
  readonly upper: Bound | null;
  readonly filter: { readonly policy: string; readonly name: string | null } | { readonly txHash: string } | null;
};

type Bound = { readonly of: "created" | "spent"; readonly slot: number; readonly hash: string | null };

/** The request is answered 400 with the reason. */
export class BadQuery extends Error {}

type Item = readonly [name: string, value: string | null];

/** The items of a query string; null where one has no `=`, which is not the same as an empty value. */
export function queryItems(search: string): Item[] {
  const parts = search.replace(/^\?/, "").split("&");
  return parts.filter(Boolean).map((part): Item => {
    const at = part.indexOf("=");
    if (at < 0) return [decodeURIComponent(part), null];
    return [decodeURIComponent(part.slice(0, at)), decodeURIComponent(part.slice(at + 1).replaceAll("+", " "))];
  });
}

export function readMatchQuery(items: readonly Item[]): MatchQuery {
  const valuesOf = (name: string) => items.filter((item) => item[0] === name).map((item) => item[1]);
  const isFlagged = (name: string) => {
    const values = valuesOf(name);
    if (values.some((value) => value !== null)) throw new BadQuery(`Invalid flag ?${name}: it takes no value.`);
    return values.length > 0;
  };
  const [spent, unspent] = [isFlagged("spent"), isFlagged("unspent")];
  if (spent && unspent) throw new BadQuery("Invalid filter query! Provide either '?spent' or '?unspent'.");
  const order = valuesOf("order")[0] ?? "most_recent_first";
  if (order !== "most_recent_first" && order !== "oldest_first") throw new BadQuery("Invalid sort direction!");
  return {
    status: spent ? "spent" : unspent ? "unspent" : null,
    order,
    resolvesHashes: isFlagged("resolve_hashes"),
    lower: readBound(items, "after"),
    upper: readBound(items, "before"),
    filter: readFilter(valuesOf),
  };
}

function readBound(items: readonly Item[], side: "after" | "before"): Bound | null {
  const given = items.flatMap(([name, value]) => {
    const [, of] = new RegExp(`^(created|spent)_${side}$`).exec(name) ?? [];
    if (of === undefined) return [];
    const [, slot, hash] = /^(\d{1,19})(?:\.([0-9a-f]{64}))?$/.exec(value ?? "") ?? [];
    if (slot === undefined) throw new BadQuery("Unprocessable slot range!");
    return [{ of: of === "spent" ? ("spent" as const) : ("created" as const), slot: Number(slot), hash: hash ?? null }];
  });
  if (given.length > 1) throw new BadQuery("Unprocessable slot range! Each bound can be given once.");
  return given[0] ?? null;
}

function readFilter(valuesOf: (name: string) => (string | null)[]): MatchQuery["filter"] {
  const [policy, name, txHash] = ["policy_id", "asset_name", "transaction_id"].map((field) => valuesOf(field)[0]);
  if (policy && txHash) throw new BadQuery("Invalid or incomplete filter query parameters!");
  if (txHash) return { txHash };
  if (policy) return { policy, name: name ?? null };
  if (name != null) throw new BadQuery("Invalid or incomplete filter query parameters!");
  return null;
}

/** The points that must be on the chain for the query to be answered at all. */
export function boundPoints({ lower, upper }: MatchQuery): KupoPoint[] {
  return [lower, upper].flatMap((bound) => (bound?.hash ? [{ slot: bound.slot, hash: bound.hash }] : []));
}

export function isWanted(match: Match, { status, lower, upper, filter }: MatchQuery): boolean {
  const { output, created, spent } = match;
  if (status !== null && (status === "spent") !== (spent !== null)) return false;
  const slotOf = (bound: Bound) => (bound.of === "created" ? created.slot : (spent?.slot ?? null));
  const isIn = (bound: Bound | null, fits: (slot: number, limit: number) => boolean) => {
    const slot = bound && slotOf(bound);
    return bound === null || (slot !== null && fits(slot, bound.slot));
  };
  if (!isIn(lower, (slot, limit) => slot >= limit) || !isIn(upper, (slot, limit) => slot <= limit)) return false;
  if (filter === null) return true;
  if ("txHash" in filter) return output.ref.txHash === filter.txHash;
  const { policy, name } = filter;
  if (name !== null) return output.assets.has(policy + name);
  return [...output.assets.keys()].some((unit) => unit.startsWith(policy));
}
