import type { IncomingMessage } from "node:http";
import { continueTrace, inSpan } from "@/server/telemetry/tracing/trace";
import { doorOf } from "./doors";

/** A request's own are taken of a trusted proxy alone, and read by nobody behind the front server. */
export const TRACE_HEADERS = ["traceparent", "tracestate", "baggage"];

/** Answers a request in a span. The address is left out: it may name a person's own. A stream is open for minutes. */
export function traceRequest<T>(request: IncomingMessage, isFromProxy: boolean, answer: () => T): T {
  const { name } = doorOf(request.url?.split("?")[0] ?? "");
  if (name === "streams") return answer();
  const attributes = { "http.request.method": request.method ?? "", door: name };
  return continueTrace(isFromProxy ? request.headers : {}, () => inSpan(`request ${name}`, attributes, answer));
}
