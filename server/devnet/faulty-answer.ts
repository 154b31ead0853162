import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { applyPatch, type FaultRule, type Faults } from "./faults";
import { readBody, sendText } from "./http";
import { toJson } from "./json";

/** What a server of the devnet was asked. */
export type Asked = {
  readonly method: string;
  /** Without the API's prefix. */
  readonly path: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  /** Of the answer's content: how many blocks it is behind, or that a submission is to be forgotten. */
  readonly fault: FaultRule | null;
};

export type Answer = {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FaultyServer = {
  readonly faults: Faults;
  readonly prefix: RegExp;
  /** What stands for the path where one address takes every question. */
  readonly pathOf?: (body: Uint8Array) => string;
  /** Its own errors are answers; what it throws is a failure of the devnet. */
  readonly respond: (asked: Asked) => Answer | Promise<Answer>;
  /** What it says where it failed. */
  readonly failure: Answer;
  /** What a fault of this status says that names no body. */
  readonly errorBody: (status: number) => unknown;
  readonly onFailure: (cause: unknown) => void;
};

/** Answers one request, with the fault that is set for it. The same for servers of every kind that speak HTTP. */
export async function answerWithFaults(
  server: FaultyServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", headers } = request;
  const url = new URL(request.url ?? "/", `http://${headers.host ?? "127.0.0.1"}`);
  const body = await readBody(request);
  const path = server.pathOf?.(body) ?? (url.pathname.replace(server.prefix, "").replace(/(?<=.)\/$/, "") || "/");
  const fault = server.faults.take(method, path);
  if (fault?.kind === "drop") return void request.socket.destroy();
  if (fault?.kind === "timeout") return;
  if (fault?.kind === "status") return sendFault(server, response, fault);
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms).unref());
  const answer = await respond(server, { method, path, url, headers, body, fault });
  const text = toJson(answer.body);
  if (fault?.kind === "cut") {
    response.writeHead(answer.status, { "content-type": JSON_TYPE, "content-length": Buffer.byteLength(text) });
    return void response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy());
  }
  if (fault?.kind === "accept-then-error" && answer.status < 300) {
    if (fault.answer === "timeout") return;
    if (fault.answer === "drop") return void request.socket.destroy();
    if (fault.answer === "500") return send(response, server.failure);
    return sendText(response, answer.status, String(answer.body), "text/plain; charset=utf-8");
  }
  send(response, answer);
}

const JSON_TYPE = "application/json; charset=utf-8";

async function respond(server: FaultyServer, asked: Asked): Promise<Answer> {
  try {
    const answer = await server.respond(asked);
    const isLie = asked.fault?.kind === "lie" && answer.status < 300;
    return isLie ? { ...answer, body: applyPatch(answer.body, asked.fault.patch) } : answer;
  } catch (cause) {
    server.onFailure(cause);
    return server.failure;
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendText(response, status, toJson(body), JSON_TYPE);
}

function sendFault(
  { errorBody }: FaultyServer,
  response: ServerResponse,
  { status, body, headers = {} }: FaultRule & { kind: "status" },
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (typeof body === "string") sendText(response, status, body, "text/plain; charset=utf-8");
  else send(response, { status, body: body ?? errorBody(status) });
}
