import type { z } from "zod";
import { parseAddress } from "@/server/domain/cardano/address";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { AssetUnit, Hex, Slot } from "@/server/domain/units";
import { ChainSourceError } from "../../error";
import { createJsonClient, type JsonClient, type Patience } from "../../http/client";
import { checkEndpoint } from "../../http/endpoint";
import { createFetchTransport } from "../../http/fetch-transport";
import * as answers from "./answers";

/** A block as both servers name it. */
export type Point = { readonly slot: Slot; readonly hash: Hex };

export type Bounds = {
  readonly of: "created" | "spent";
  /** Inclusive. */
  readonly from: Slot;
  /** Inclusive; a point must be on Kupo's chain, or it answers nothing. */
  readonly to: Point | Slot;
};

export type MatchQuestion = {
  readonly pattern: string;
  readonly bounds?: readonly Bounds[];
  /** What holds of each, as Kupo's flags say it. */
  readonly flags?: readonly ("spent" | "unspent" | "resolve_hashes")[];
  /** Of those that match, only what holds this policy. */
  readonly policy?: Hex;
};

export type KupoClient = Pick<JsonClient, "name" | "error"> & {
  /** The newest block that is indexed at or before the slot; null where none is. */
  ancestor(slot: Slot): Promise<Point | null>;
  newest(): Promise<Point | null>;
  /** Some of the indexed blocks, newest first, dense near the tip. */
  checkpoints(): Promise<Point[]>;
  /** Null where a point of the question is not on Kupo's chain. */
  matches(question: MatchQuestion): Promise<answers.Match[] | null>;
  /** What is indexed: Kupo's configured patterns. */
  patterns(): Promise<string[]>;
  /** The configured patterns that cover all that this one matches. */
  patternsOver(pattern: string): Promise<string[]>;
  script(hash: Hex): Promise<answers.Script | null>;
};

const WORDS = { kind: "Kupo", key: "key", example: "http://127.0.0.1:1442" };

export function createKupoClient({ url, name, ...patience }: Patience & { url: string; name?: string }): KupoClient {
  const client = createJsonClient({
    ...patience,
    endpoint: checkEndpoint({ url, name }, WORDS),
    transport: (endpoint, gate, timeoutMs) =>
      createFetchTransport(endpoint, gate, { timeoutMs, accept: "application/json;asset-quantity=string" }),
    isNotFound: () => false,
    nullIsUnknown: true,
  });
  // Flags may not be followed by "=", so that queries are written here.
  const ask = <S extends z.ZodType>(path: string, schema: S) => client.ask({ path }, schema);
  const demand = <S extends z.ZodType>(path: string, schema: S) => client.demand({ path }, schema);
  const ancestor = async (slot: Slot) => (slot < 0 ? null : ask(`checkpoints/${slot}`, answers.point));

  return {
    name: client.name,
    error: client.error,
    ancestor,
    newest: () => ancestor(Number.MAX_SAFE_INTEGER),
    checkpoints: () => demand("checkpoints", answers.points),
    async matches(question) {
      try {
        return await demand(`matches/${pathOf(question)}`, answers.matches);
      } catch (error) {
        if (isBound(question) && isNoSuchPoint(error)) return null;
        throw error;
      }
    },
    patterns: () => demand("patterns", answers.patterns),
    patternsOver: (pattern) => demand(`patterns/${encodeURI(pattern)}`, answers.patterns),
    script: (hash) => ask(`scripts/${hash}`, answers.script),
  };
}

/** A point that is not there is refused in these words, and with the same status whatever Kupo cannot read at all. */
const isNoSuchPoint = (error: unknown) =>
  error instanceof ChainSourceError && error.details.status === 400 && /\bpoint\b/i.test(error.message);

const isBound = ({ bounds = [] }: MatchQuestion) => bounds.some(({ to }) => typeof to !== "number");

function pathOf({ pattern, bounds = [], flags = [], policy }: MatchQuestion): string {
  const limits = bounds.flatMap(({ of, from, to }) => {
    const upper = typeof to === "number" ? `${to}` : `${to.slot}.${to.hash}`;
    return [...(from > 0 || of === "spent" ? [`${of}_after=${from}`] : []), `${of}_before=${upper}`];
  });
  const items = [...flags, ...limits, ...(policy ? [`policy_id=${policy}`] : [])];
  return `${encodeURI(pattern)}${items.length > 0 ? "?" : ""}${items.join("&")}`;
}

/** Null for a text that is no address: it stands on no output. */
export const addressPattern = (address: string): string | null => {
  const parsed = parseAddress(address);
  return "problem" in parsed || parsed.kind === "reward" ? null : address;
};

/** Kupo's patterns have no form for an asset without a name: all of its policy, of which others are left out. */
export function assetPattern(unit: AssetUnit): string {
  return `${policyIdOf(unit)}.${assetNameOf(unit) || "*"}`;
}
