import type { IncomingMessage, ServerResponse } from "node:http";
import { applyPatch, type FaultRule, type Faults } from "../faults";
import { readBody, sendJson, sendText } from "../http";
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
import { ChainView } from "./view";

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

type Answer = { status: number; body: unknown };

/** Answers one request of the Blockfrost API, faults included. */
export async function handleApi(
  options: ApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  const path = url.pathname.replace(/^\/api\/v0(?=\/|$)/, "").replace(/(?<=.)\/$/, "") || "/";
  const method = request.method ?? "GET";
  const fault = options.faults.take(method, path);
  if (fault?.kind === "drop") return void request.socket.destroy();
  if (fault?.kind === "timeout") return;
  if (fault?.kind === "status") return sendStatus(response, fault.status, fault.body);
  const body = await readBody(request);
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms).unref());
  const answer = await respond(options, fault, request, { url, path, method, body });
  if (fault?.kind === "accept-then-error" && answer.status === 200) {
    if (fault.answer === "timeout") return;
    if (fault.answer === "drop") return void request.socket.destroy();
    if (fault.answer === "500") return sendJson(response, 500, backendFailure().body());
    return sendText(response, 200, String(answer.body), "text/plain; charset=utf-8");
  }
  sendJson(response, answer.status, answer.body);
}

async function respond(
  options: ApiOptions,
  fault: FaultRule | null,
  request: IncomingMessage,
  { url, path, method, body }: { url: URL; path: string; method: string; body: Uint8Array },
): Promise<Answer> {
  try {
    checkToken(options.projectId, request.headers.project_id);
    if (options.rateLimit && !options.rateLimit.take()) throw overLimit();
    const { handler, params } = findRoute(ROUTES, method, path);
    const behind = fault?.kind === "stale" ? fault.blocks : 0;
    const answer = handler({
      view: new ChainView(options.chain, Math.max(0, options.chain.tip.height - behind)),
      params,
      query: url.searchParams,
      body,
      contentType: request.headers["content-type"] ?? "",
      url: `${url.origin}/`,
      forgetSubmission: fault?.kind === "accept-and-lose",
    });
    return { status: 200, body: fault?.kind === "lie" ? applyPatch(answer, fault.patch) : answer };
  } catch (cause) {
    const error = cause instanceof URIError ? badRequest("The path is not valid percent-encoding.") : cause;
    if (error instanceof ApiError) return { status: error.statusCode, body: error.body() };
    options.onFailure(error);
    return { status: 500, body: backendFailure().body() };
  }
}

function checkToken(expected: string | null, given: string | string[] | undefined): void {
  if (expected === null) return;
  if (given === undefined || given === "") throw missingToken();
  if (given !== expected) throw invalidToken();
}

function sendStatus(response: ServerResponse, status: number, body: unknown): void {
  if (typeof body === "string") {
    sendText(response, status, body, "text/plain; charset=utf-8");
  } else {
    const standard = { status_code: status, error: "Fault", message: "A fault was asked for." };
    sendJson(response, status, body ?? standard);
  }
}
