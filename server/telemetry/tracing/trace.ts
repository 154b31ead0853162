/** What a span says besides its name and times. No secret, no value of a statement, no person. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;
/** W3C's `traceparent`, as one process tells another what its work belongs to. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** What traces, where somebody asked for traces. */
export type Tracing = {
  inSpan<T>(name: string, attributes: SpanAttributes, work: () => T): T;
  /** The same, as a part of what another process does. */
  continued<T>(headers: NodeJS.Dict<string | string[]>, work: () => T): T;
  headers(): TraceHeaders;
  traceId(): string | null;
};

const TRACING = Symbol.for("daily-prize-oracle.tracing");
/** Next.js loads our modules apart from what starts the process. */
const shared = globalThis as { [TRACING]?: Tracing };

/** From here on spans go to `tracing`. */
export function traceWith(tracing: Tracing | undefined): void {
  if (tracing) shared[TRACING] = tracing;
  else delete shared[TRACING];
}

/** Does `work` in a span, which ends with it, and fails with it. Costs nothing where nobody asked for traces. */
export function inSpan<T>(name: string, attributes: SpanAttributes, work: () => T): T {
  const tracing = shared[TRACING];
  return tracing ? tracing.inSpan(name, attributes, work) : work();
}

/** Does `work` as a part of the trace that these headers name, if they do. Only of whom we trust. */
export function continueTrace<T>(headers: NodeJS.Dict<string | string[]>, work: () => T): T {
  const tracing = shared[TRACING];
  return tracing ? tracing.continued(headers, work) : work();
}

/** What another process of ours is told; nothing where nobody asked for traces. */
export const traceHeaders = (): TraceHeaders => shared[TRACING]?.headers() ?? {};

/** For lines of the log. */
export function currentTraceId(): { readonly traceId?: string } {
  const traceId = shared[TRACING]?.traceId() ?? null;
  return traceId === null ? {} : { traceId };
}
