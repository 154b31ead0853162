import type { z } from "zod";
import type { Query } from "../http/answer";
import { createJsonClient, type JsonClient, type Patience } from "../http/client";
import { checkEndpoint } from "../http/endpoint";
import { createFetchTransport } from "../http/fetch-transport";
import { listOf } from "../http/values";
import type { SubmitDoor } from "../submit";

export type KoiosOptions = Patience & {
  /** Base address with its path, as in http://127.0.0.1:8053/api/v1 */
  readonly url: string;
  /** Of a registered user: larger questions and more of them. */
  readonly token?: string | undefined;
  /** For messages; the host when left out. */
  readonly name?: string | undefined;
  /** How long a submission may take; it is never repeated here. */
  readonly submitTimeoutMs?: number;
};

/** A function of Koios: its arguments are in `json` where it is asked by POST, and filters in the query. */
export type Call = { readonly path: string; readonly query?: Query; readonly json?: object };

/** What a call asks for, by its name; `nameOf` a row is what that tells of. */
export type Asked<Row> = {
  readonly what: string;
  readonly name: string | number;
  readonly nameOf: (row: Row) => string | number;
};

/** Validated reads of one Koios. Everything throws `ChainSourceError`. */
export type KoiosClient = Pick<JsonClient, "name" | "endpoint" | "gate" | "error"> & {
  /** The rows of one answer. What is unknown has no row: there is no other way to say so. */
  rows<S extends z.ZodType>(call: Call, row: S): Promise<z.output<S>[]>;
  /** The row of the one thing that was asked for; null where it is not known. */
  row<S extends z.ZodType>(call: Call, row: S, asked: Asked<z.output<S>>): Promise<z.output<S> | null>;
  /** How many hashes of 32 bytes one question may hold. */
  readonly mostHashes: number;
  /** The most rows of a page that it has ever given at once: its own bound is not below that. */
  readonly largestPage: { rows: number };
};

/** Koios' largest page. */
export const PAGE_ROWS = 1_000;

const WORDS = { kind: "Koios", key: "token", example: "http://127.0.0.1:8053/api/v1" };
/** The length of a question that a proxy lets through (its description, "Limits"). */
const MOST_BODY_BYTES = { public: 1_000, registered: 5_000 };
/** `{"_block_hashes":[]}`, and for each hash its quotes and a comma. */
const BODY_BYTES = 20;
const HASH_BYTES = 67;
/** Whoever asks too often is refused for a minute, and no header says so. */
const WAITS = { 429: 60_000 };

export function createKoiosClient({ url, token, name, ...patience }: KoiosOptions): KoiosClient {
  const endpoint = checkEndpoint({ url, key: token, name }, WORDS);
  const client = createJsonClient({
    ...patience,
    endpoint,
    transport: (to, gate, timeoutMs) => createFetchTransport(to, gate, { timeoutMs }),
    isNotFound: () => false,
    // 206 where a page is not all.
    good: [200, 206],
    waits: WAITS,
  });
  const largestPage = { rows: 0 };
  const mostBytes = endpoint.key ? MOST_BODY_BYTES.registered : MOST_BODY_BYTES.public;

  async function rows<S extends z.ZodType>(call: Call, row: S): Promise<z.output<S>[]> {
    const found = await client.demand(call, listOf(row));
    // More than a page is the answer of a server that ignores what was asked: it says nothing of its bound.
    largestPage.rows = Math.max(largestPage.rows, Math.min(found.length, PAGE_ROWS));
    return found;
  }

  return {
    ...client,
    largestPage,
    mostHashes: Math.floor((mostBytes - BODY_BYTES) / HASH_BYTES),
    rows,
    async row(call, row, { what, name: asked, nameOf }) {
      const found = await rows(call, row);
      const [first] = found;
      if (!first) return null;
      if (found.length === 1 && nameOf(first) === asked) return first;
      throw client.error("lying", `asked for ${what} ${asked}, got ${found.slice(0, 5).map(nameOf).join(", ")}.`);
    },
  };
}

export function submitDoor({ endpoint, gate }: KoiosClient): SubmitDoor {
  const keyHeader: Record<string, string> = endpoint.key ? { authorization: `Bearer ${endpoint.key}` } : {};
  return { endpoint, gate, path: "submittx", keyHeader, waits: WAITS };
}
