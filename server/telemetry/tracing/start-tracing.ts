import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { observeStatements } from "@/db/observe-statements";
import type { Logger } from "@/server/logger";
import { redactText } from "../redact/redact-text";
import { cleanExporter } from "./clean-exporter";
import { type Tracing, traceWith } from "./trace";

/** Bounds of what waits: a collector that is away costs some MiB, and the oldest spans. */
const WAITING = {
  maxQueueSize: 2_048,
  maxExportBatchSize: 512,
  scheduledDelayMillis: 2_000,
  exportTimeoutMillis: 5_000,
};
const SCOPE = "daily-prize-oracle";
/** Of a statement's text: what it is about stands at its beginning. */
const LONGEST_STATEMENT = 300;

export type TracingSettings = {
  /** OTEL_EXPORTER_OTLP_ENDPOINT. OTEL_EXPORTER_OTLP_HEADERS and OTEL_TRACES_SAMPLER are read by the library. */
  readonly endpoint: string;
  readonly process: string;
  readonly log: Logger;
};

/** Traces this process from here on: its work in spans, and the database's statements without values. */
export function startTracing({ endpoint, process, log }: TracingSettings): { stop(): Promise<void> } {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: WAITING.exportTimeoutMillis });
  const processor = new BatchSpanProcessor(cleanExporter(exporter, { process, log }), WAITING);
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  provider.register();
  const tracing = tracingOf();
  traceWith(tracing);
  observeStatements((statement, ask) => {
    const text = statement.replace(/\s+/g, " ").trim().slice(0, LONGEST_STATEMENT);
    const operation = /^\w*/.exec(text)?.[0] || "statement";
    const attributes = { "db.system.name": "postgresql", "db.query.text": text, "span.kind": "client" };
    return tracing.inSpan(`database ${operation}`, attributes, ask);
  });
  return {
    stop: async () => {
      traceWith(undefined);
      observeStatements(undefined);
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

function tracingOf(): Tracing {
  const tracer = trace.getTracer(SCOPE);
  return {
    inSpan: (name, { "span.kind": kind, ...attributes }, work) => {
      const options = { attributes, kind: kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL };
      return tracer.startActiveSpan(name, options, (span) => ended(span, work));
    },
    continued: (headers, work) => context.with(propagation.extract(context.active(), headers), work),
    headers: () => {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return headers;
    },
    traceId: () => trace.getActiveSpan()?.spanContext().traceId ?? null,
  };
}

/** Ends the span with the work, whether that is done at once or later. */
function ended<T>(span: Span, work: () => T): T {
  const fail = (error: unknown) => {
    const message = redactText(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    span.end();
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    result.then(() => span.end(), fail);
    return result;
  } catch (error) {
    fail(error);
    throw error;
  }
}
