import { z } from "zod";
import type { ChainSourceErrorKind } from "../error";
import { createJsonClient, describeIssue, type JsonClient, type Patience } from "../http/client";
import { checkEndpoint, type Endpoint } from "../http/endpoint";
import { createFetchTransport } from "../http/fetch-transport";
import type { Gate } from "../http/gate";
import { listOf } from "../http/values";
import type { Query } from "./queries";

export type GraphqlOptions = Patience & {
  /** Where the server takes questions, as in http://127.0.0.1:3100 */
  readonly url: string;
  /** For messages; the host when left out. */
  readonly name?: string | undefined;
  /** How long a submission may take; it is never repeated here. */
  readonly submitTimeoutMs?: number;
};

export type Variables = Readonly<Record<string, string | number | readonly string[]>>;

/** Validated answers of one Cardano GraphQL server. Everything throws `ChainSourceError`. */
export type GraphqlClient = Pick<JsonClient, "name" | "endpoint" | "gate" | "error"> & {
  ask<S extends z.ZodType>(query: Query, variables: Variables, schema: S): Promise<z.output<S>>;
};

const WORDS = { kind: "Cardano GraphQL", key: "key", example: "http://127.0.0.1:3100" };

/** Errors come in an answer of status 200, beside what could be read, or of 400 where the question is not taken. */
const envelope = z.object({
  errors: listOf(z.object({ message: z.string() })).nullish(),
  data: z.unknown(),
});

export function createGraphqlClient({ url, name, ...patience }: GraphqlOptions): GraphqlClient {
  const endpoint = checkEndpoint({ url, name }, WORDS);
  const client = createJsonClient({ ...patience, endpoint, transport, isNotFound: () => false, good: [200, 400] });
  return {
    ...client,
    async ask(query, variables, schema) {
      const { errors, data } = await client.demand({ path: query.name, json: questionOf(query, variables) }, envelope);
      const [first] = errors ?? [];
      if (first) throw client.error(kindOf(first.message), `${query.name} was answered with an error: ${said(first)}.`);
      const parsed = schema.safeParse(data);
      if (parsed.success) return parsed.data;
      const text = `the answer to ${query.name} is not what it should be: ${describeIssue(parsed.error, data)}.`;
      throw client.error("wrong-answer", text);
    },
  };
}

/** As it is sent. */
export const questionOf = ({ name, text }: Query, variables: Variables) => ({
  operationName: name,
  query: text,
  variables,
});

/** One address takes every question; its name stands for it in messages. */
function transport(endpoint: Endpoint, gate: Gate, timeoutMs: number) {
  const send = createFetchTransport(endpoint, gate, { timeoutMs });
  return (question: Parameters<typeof send>[0]) => send({ ...question, path: "" });
}

const said = ({ message }: { readonly message: string }) => JSON.stringify(message.slice(0, 300));

/** What the server does not know or let through stays so; anything else is of its database, and passes. */
function kindOf(message: string): ChainSourceErrorKind {
  const stays =
    /cannot query field|unknown (type|argument|field)|not found in type|not defined by type|operation depth|too complex|complexity|allow.?list|not allowed|permission/i;
  return stays.test(message) ? "not-supported" : "unavailable";
}
