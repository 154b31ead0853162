import type { BatchSpanProcessor, ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { countLines } from "@/server/count-lines";
import type { Logger } from "@/server/logger";
import { redactFields } from "../redact/redact-fields";
import { redactText } from "../redact/redact-text";

type Exporter = ConstructorParameters<typeof BatchSpanProcessor>[0];
type Attributes = ReadableSpan["attributes"];

/**
 * Sends spans on without secrets, whoever made them: libraries trace too, and put addresses and errors into theirs. A
 * collector that is away is told once a minute, and keeps nobody waiting.
 */
export function cleanExporter(exporter: Exporter, by: { readonly process: string; readonly log: Logger }): Exporter {
  const take = countLines({ most: 1 });
  return {
    export: (spans, done) =>
      exporter.export(
        spans.map((span) => cleanSpan(span, by.process)),
        (result) => {
          if (result.error && take("traces") !== null)
            by.log.warn({ err: result.error, spans: spans.length }, "traces could not be sent");
          done(result);
        },
      ),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

/** Where a request went in full: it may name a wallet, or hold what somebody typed. Next.js tells the route as well. */
const ADDRESSES = /^(http\.(target|url)|url\.)/;

function cleanAttributes(attributes: Attributes): Attributes {
  const kept = Object.entries(attributes).filter(([name]) => !ADDRESSES.test(name));
  return redactFields(Object.fromEntries(kept)) as Attributes;
}

function cleanSpan(span: ReadableSpan, process: string): ReadableSpan {
  const { name, attributes, events, status, resource } = span;
  const named = { ...resource.attributes, "service.name": "daily-prize-oracle", "process.role": process };
  return over(span, {
    name: redactText(name),
    attributes: cleanAttributes(attributes),
    events: events.map((event) => ({ ...event, attributes: cleanAttributes(event.attributes ?? {}) })),
    status: status.message === undefined ? status : { ...status, message: redactText(status.message) },
    resource: over(resource, { attributes: named }),
  });
}

/** The same, besides these fields. */
function over<T extends object>(one: T, fields: Partial<T>): T {
  const own = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, enumerable: true }]));
  return Object.create(one, own);
}
