import type { IncomingMessage, ServerResponse } from "node:http";
import type { DialectOptions, DialectServer } from "../dialect";
import type { Faults } from "../faults";
import { type Answer, type Asked, answerWithFaults } from "../faulty-answer";
import { serve } from "../http";
import type { Chain } from "../ledger/chain";
import { accountRoutes } from "./accounts";
import { addressRoutes } from "./addresses";
import { assetRoutes } from "./assets";
import { blockRoutes } from "./blocks";
import { ApiError, backendFailure, badRequest, invalidToken, missingToken, overLimit } from "./errors";
import { evaluateRoutes } from "./evaluate";
import { mempoolRoutes } from "./mempool";
import { networkRoutes } from "./network";
import type { RateLimit } from "./rate-limit";
import { findRoute, type Route } from "./router";
import { scriptRoutes } from "./scripts";
import { submitRoutes } from "./submit";
import { transactionAccountRoutes } from "./transaction-accounts";
import { transactionRoutes } from "./transactions";
import { viewOf } from "./view";

export const ROUTES: readonly Route[] = [
  ...networkRoutes,
  ...blockRoutes,
  ...transactionRoutes,
  ...transactionAccountRoutes,
  ...addressRoutes,
  ...accountRoutes,
  ...assetRoutes,
  ...scriptRoutes,
  ...mempoolRoutes,
  ...submitRoutes,
  ...evaluateRoutes,
];

export type ApiOptions = {
  readonly chain: Chain;
  readonly faults: Faults;
  /** If set, requests need this `project_id` header. */
  readonly projectId: string | null;
  readonly rateLimit: RateLimit | null;
  /** Called with failures of the devnet itself. */
  readonly onFailure: (cause: unknown) => void;
};

/** Answers one request of the Blockfrost API, faults included. */
export function handleApi(options: ApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { faults, onFailure } = options;
  const failure = errorAnswer(backendFailure());
  const respond = (asked: Asked) => answerOf(options, asked);
  const server = { faults, prefix: /^\/api\/v0(?=\/|$)/, respond, failure, errorBody, onFailure };
  return answerWithFaults(server, request, response);
}

/** One more server of this API, which can be ended without the devnet's own. */
export async function startBlockfrostServer({ chain, faults, onFailure }: DialectOptions): Promise<DialectServer> {
  const options = { chain, faults, onFailure, projectId: null, rateLimit: null };
  const running = await serve(0, (request, response) => handleApi(options, request, response));
  return { url: `${running.url}/api/v0`, close: running.stop };
}

function answerOf(options: ApiOptions, { fault, headers, method, path, url, body }: Asked): Answer {
  try {
    checkToken(options.projectId, headers.project_id);
    if (options.rateLimit && !options.rateLimit.take()) throw overLimit();
    const { handler, params } = findRoute(ROUTES, method, path);
    const answer = handler({
      view: viewOf(options.chain, fault),
      params,
      query: url.searchParams,
      body,
      contentType: headers["content-type"] ?? "",
      url: `${url.origin}/`,
      forgetSubmission: fault?.kind === "accept-and-lose",
    });
    return { status: 200, body: answer };
  } catch (cause) {
    const error = cause instanceof URIError ? badRequest("The path is not valid percent-encoding.") : cause;
    if (error instanceof ApiError) return errorAnswer(error);
    throw error;
  }
}

const errorAnswer = (error: ApiError): Answer => ({ status: error.statusCode, body: error.body() });
const errorBody = (status: number) => ({ status_code: status, error: "Fault", message: "A fault was asked for." });

function checkToken(expected: string | null, given: string | string[] | undefined): void {
  if (expected === null) return;
  if (given === undefined || given === "") throw missingToken();
  if (given !== expected) throw invalidToken();
}
