import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from "graphql";
import type { DialectOptions, DialectServer } from "../dialect";
import { type Answer, type Asked, answerWithFaults } from "../faulty-answer";
import { serve } from "../http";
import { depthLimit } from "./depth-limit";
import { resolveField } from "./roots";
import { loadSchema } from "./schema";

export type GraphqlServerOptions = DialectOptions & {
  /** Called before each root field is read: a test may move the chain there. */
  readonly beforeRootField?: (name: string) => Promise<void>;
};

/** The role's limit of rows. More are cut off without a word. */
const MOST_ROWS = 2_500;

/**
 * Serves the devnet's chain as Cardano GraphQL 9 does (its schema and Hasura's metadata, 9.0.1). Faults are set for
 * `/graphql/NAME`, where NAME is the operation's.
 */
export async function startGraphqlServer(options: GraphqlServerOptions): Promise<DialectServer> {
  const schema = loadSchema();
  const { faults, onFailure } = options;
  const server = {
    faults,
    prefix: /^(?=\/)/,
    pathOf: (body: Uint8Array) => `/graphql/${nameIn(readQuestion(body))}`,
    respond: (asked: Asked) => respond(options, schema, asked),
    failure: { status: 500, body: errorBody(500) },
    errorBody,
    onFailure,
  };
  const { url, stop } = await serve(0, (request, response) => answerWithFaults(server, request, response));
  return { url, close: stop };
}

const errorBody = (status: number) => ({ errors: [{ message: `A fault was asked for: ${status}.` }] });

type Question = {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
};

function readQuestion(body: Uint8Array): Question | null {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8")) as Question;
  } catch {
    return null;
  }
}

const nameIn = (question: Question | null) => question?.operationName ?? "";

/** What is no valid question is a 400; what failed while it was answered is told in a 200, beside what did not. */
async function respond(options: GraphqlServerOptions, schema: GraphQLSchema, asked: Asked): Promise<Answer> {
  const question = readQuestion(asked.body);
  if (asked.method !== "POST" || !question?.query) return { status: 400, body: errorBody(400) };
  let document: DocumentNode;
  try {
    document = parse(question.query);
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
    variableValues: question.variables ?? {},
    operationName: question.operationName,
    fieldResolver: resolveField,
    contextValue: {
      chain: options.chain,
      fault: asked.fault,
      mostRows: options.mostRows ?? MOST_ROWS,
      beforeRootField: options.beforeRootField ?? (async () => {}),
    },
  });
  if (!errors) return { status: 200, body: { data } };
  for (const { originalError } of errors) {
    if (originalError && !(originalError instanceof GraphQLError)) options.onFailure(originalError);
  }
  return { status: 200, body: { errors: errors.map((error) => toError(error, "INTERNAL_SERVER_ERROR")), data } };
}

function toError(cause: unknown, code: string) {
  const error = cause instanceof GraphQLError ? cause : new GraphQLError(String(cause));
  return { ...error.toJSON(), extensions: { code } };
}
