import type { IncomingMessage, ServerResponse } from "node:http";
import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from "graphql";
import { applyPatch, type FaultRule, type Faults } from "../faults";
import { readBody, sendJson, sendText, serve } from "../http";
import type { Chain } from "../ledger/chain";
import { depthLimit } from "./depth-limit";
import { resolveField } from "./roots";
import { loadSchema } from "./schema";

/** What the devnet tells a server of another dialect. */
export type GraphqlLedger = {
  readonly chain: Chain;
  /** Rules for `/graphql/NAME`, where NAME is the operation's. */
  readonly faults: Faults;
  readonly onFailure: (cause: unknown) => void;
};

export type GraphqlOptions = {
  readonly port?: number;
  /** Called before each root field is read; a test may move the chain there. */
  readonly beforeRootField?: (name: string) => Promise<void>;
};

export type GraphqlServer = { readonly url: string; close(): Promise<void> };

type Asked = { readonly query: string; readonly variables?: Record<string, unknown>; readonly operationName?: string };
type Answer = { readonly status: number; readonly body: unknown };

/** Serves the devnet's chain as Cardano GraphQL 9 does (github.com/cardano-foundation/cardano-graphql). */
export async function startGraphqlServer(ledger: GraphqlLedger, options: GraphqlOptions = {}): Promise<GraphqlServer> {
  const schema = loadSchema();
  const { url, stop } = await serve(options.port ?? 0, (request, response) =>
    handle({ ledger, options, schema }, request, response),
  );
  return { url, close: stop };
}

type Serving = { readonly ledger: GraphqlLedger; readonly options: GraphqlOptions; readonly schema: GraphQLSchema };

async function handle(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await readBody(request)).toString("utf8");
  if (request.method !== "POST") return sendText(response, 405, "GET and POST of GraphQL only", "text/plain");
  let asked: Asked;
  try {
    asked = JSON.parse(body) as Asked;
  } catch {
    return sendText(response, 400, "<!DOCTYPE html><html>SyntaxError</html>", "text/html; charset=utf-8");
  }
  const fault = serving.ledger.faults.take("POST", `/graphql/${operationOf(asked)}`);
  if (fault?.kind === "drop") return void request.socket.destroy();
  if (fault?.kind === "timeout") return;
  if (fault?.kind === "status") return sendStatus(response, fault);
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms).unref());
  const answer = await respond(serving, asked, fault);
  if (fault?.kind === "accept-then-error") {
    if (fault.answer === "timeout") return;
    if (fault.answer === "drop") return void request.socket.destroy();
    return sendJson(response, 500, "an upstream failed");
  }
  sendJson(response, answer.status, fault?.kind === "lie" ? applyPatch(answer.body, fault.patch) : answer.body);
}

function sendStatus(response: ServerResponse, { status, body }: FaultRule & { kind: "status" }): void {
  if (typeof body === "string") sendText(response, status, body, "text/plain; charset=utf-8");
  else sendJson(response, status, body ?? { errors: [{ message: "A fault was asked for." }] });
}

const operationOf = ({ query, operationName }: Asked) =>
  operationName ?? /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? "";

/** What is no valid question is a 400; what failed while it was answered is told in a 200, beside what did not. */
async function respond(serving: Serving, asked: Asked, fault: FaultRule | null): Promise<Answer> {
  const { schema, ledger, options } = serving;
  let document: DocumentNode;
  try {
    document = parse(asked.query);
  } catch (cause) {
    return { status: 400, body: { errors: [toError(cause, "GRAPHQL_PARSE_FAILED")] } };
  }
  const problems = validate(schema, document, [...specifiedRules, depthLimit]);
  if (problems.length > 0) {
    return { status: 400, body: { errors: problems.map((problem) => toError(problem, "GRAPHQL_VALIDATION_FAILED")) } };
  }
  const { errors, data } = await execute({
    schema,
    document,
    variableValues: asked.variables ?? {},
    operationName: asked.operationName,
    fieldResolver: resolveField,
    contextValue: {
      chain: ledger.chain,
      blocksBehind: fault?.kind === "stale" ? fault.blocks : 0,
      forgetSubmission: fault?.kind === "accept-and-lose",
      beforeRootField: options.beforeRootField ?? (async () => {}),
    },
  });
  if (!errors) return { status: 200, body: { data } };
  for (const { originalError } of errors)
    if (originalError && !(originalError instanceof GraphQLError)) ledger.onFailure(originalError);
  return { status: 200, body: { errors: errors.map((error) => toError(error, "INTERNAL_SERVER_ERROR")), data } };
}

function toError(cause: unknown, code: string) {
  const error = cause instanceof GraphQLError ? cause : new GraphQLError(String(cause));
  return { ...error.toJSON(), extensions: { code } };
}
