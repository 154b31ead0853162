import { viewOf } from "../api/view";
import type { DialectOptions, DialectServer } from "../dialect";
import { type Answer, type Asked, answerWithFaults } from "../faulty-answer";
import { serve } from "../http";
import { accountFunctions } from "./accounts";
import { assetFunctions } from "./assets";
import { blockFunctions } from "./blocks";
import type { BurstLimit } from "./burst-limit";
import { listFunctions } from "./lists";
import { networkFunctions } from "./network";
import { outputFunctions } from "./outputs";
import { badInput, PostgrestError, shapeRows } from "./postgrest";
import type { Functions } from "./router";
import { scriptFunctions } from "./scripts";
import { submit } from "./submit";
import { transactionFunctions } from "./transactions";

const FUNCTIONS: Functions = {
  ...networkFunctions,
  ...blockFunctions,
  ...transactionFunctions,
  ...listFunctions,
  ...outputFunctions,
  ...assetFunctions,
  ...accountFunctions,
  ...scriptFunctions,
};

export type KoiosOptions = DialectOptions & {
  /** 0 (default) takes a free port. */
  readonly port?: number;
  /** Who sends it is registered. A wrong one is refused. */
  readonly token?: string;
  /** None by default, as on a server of one's own. */
  readonly burst?: BurstLimit;
};

const MOST_ROWS = 1_000;
const MOST_BODY_BYTES = { public: 1_024, registered: 5 * 1_024 };

/**
 * A server that speaks Koios v1 (its OpenAPI description and SQL, v1.4.2): functions of a database behind PostgREST,
 * behind a proxy that bounds bodies and bursts.
 */
export async function startKoiosServer(options: KoiosOptions): Promise<DialectServer> {
  const { faults, onFailure } = options;
  const server = {
    faults,
    prefix: /^\/api\/v1(?=\/|$)/,
    respond: (asked: Asked) => answerOf(options, asked),
    failure: { status: 500, body: { code: "XX000", details: null, hint: null, message: "internal error" } },
    errorBody: (status: number) => ({
      code: String(status),
      details: null,
      hint: null,
      message: "A fault was asked for.",
    }),
    onFailure,
  };
  const running = await serve(options.port ?? 0, (request, response) => answerWithFaults(server, request, response));
  return { url: `${running.url}/api/v1`, close: running.stop };
}

function answerOf(options: KoiosOptions, asked: Asked): Answer {
  const refused = refuse(options, asked);
  if (refused) return refused;
  const { method, path, fault, url } = asked;
  const view = viewOf(options.chain, fault);
  if (path === "/submittx") return submit(view, asked);
  const rows = FUNCTIONS[`${method} ${path}`];
  if (!rows) return errorAnswer(new PostgrestError(404, "PGRST202", `Could not find the function grest${path}`));
  try {
    const found = rows({ view, args: readArguments(asked) });
    return { status: 200, body: shapeRows(found, url.searchParams, options.mostRows ?? MOST_ROWS) };
  } catch (cause) {
    if (cause instanceof PostgrestError) return errorAnswer(cause);
    throw cause;
  }
}

const errorAnswer = (error: PostgrestError): Answer => ({ status: error.status, body: error.body() });

/** What the proxy refuses. It names no time to come back. */
function refuse({ token, burst }: KoiosOptions, { path, body, headers }: Asked): Answer | null {
  const given = headers.authorization?.replace(/^Bearer /, "");
  if (token !== undefined && given !== undefined && given !== token) {
    return { status: 401, body: { code: "PGRST301", details: null, hint: null, message: "JWSError" } };
  }
  if (burst && !burst.take(performance.now())) return { status: 429, body: "429 - Too many requests" };
  const most = given === undefined ? MOST_BODY_BYTES.public : MOST_BODY_BYTES.registered;
  if (path !== "/submittx" && body.length > most) return { status: 413, body: "413 - Payload Too Large" };
  return null;
}

function readArguments({ method, body, url, headers }: Asked): Record<string, unknown> {
  if (method === "GET") return Object.fromEntries([...url.searchParams].filter(([name]) => name.startsWith("_")));
  if (!headers["content-type"]?.startsWith("application/json")) {
    throw new PostgrestError(415, "PGRST102", "Content-Type not acceptable");
  }
  try {
    const read: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (typeof read === "object" && read !== null) return read as Record<string, unknown>;
  } catch {
    // told below
  }
  throw badInput("Empty or invalid json");
}
