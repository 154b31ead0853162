import type { z } from "zod";
import type { Query } from "../http/answer";
import { createJsonClient, type JsonClient, type Patience } from "../http/client";
import { checkEndpoint } from "../http/endpoint";
import type { SubmitDoor } from "../submit";
import { isNotFound } from "./not-found";
import { createTransport } from "./transport";

export type BlockfrostOptions = Patience & {
  /** Base address with its path prefix if it has one, as in https://cardano-preprod.blockfrost.io/api/v0 */
  readonly url: string;
  readonly projectId?: string | undefined;
  /** For messages; the host when left out. */
  readonly name?: string | undefined;
  /** How long a submission may take; it is never repeated here. */
  readonly submitTimeoutMs?: number;
};

/** Validated reads of one Blockfrost-compatible server. Everything throws `ChainSourceError`. */
export type BlockfrostClient = Pick<JsonClient, "name" | "endpoint" | "gate" | "error"> & {
  /** The answer, or null when the server answers in the API's own form that it does not know (404). */
  get<S extends z.ZodType>(path: string, schema: S, query?: Query): Promise<z.output<S> | null>;
  /** The answer of something that every server has: 404 means that this one lacks it. */
  need<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
};

const WORDS = { kind: "Blockfrost", key: "project id", example: "http://127.0.0.1:3000/api/v0" };

export function createBlockfrostClient({ url, projectId, name, ...patience }: BlockfrostOptions): BlockfrostClient {
  const endpoint = checkEndpoint({ url, key: projectId, name }, WORDS);
  const client = createJsonClient({ ...patience, endpoint, transport: createTransport, isNotFound });
  return {
    ...client,
    get: (path, schema, query) => client.ask({ path, ...(query ? { query } : {}) }, schema),
    need: (path, schema) => client.demand({ path }, schema),
  };
}

export function submitDoor({ endpoint, gate }: BlockfrostClient): SubmitDoor {
  return { endpoint, gate, path: "tx/submit", keyHeader: endpoint.key ? { project_id: endpoint.key } : {} };
}
