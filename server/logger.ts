import pino from "pino";
import { boundLines } from "./bound-lines";
import { environmentSecrets } from "./env";
import { correlation } from "./telemetry/correlation";
import { hideSecrets } from "./telemetry/redact/known-secrets";
import { redactFields } from "./telemetry/redact/redact-fields";
import { redactText } from "./telemetry/redact/redact-text";
import { currentTraceId } from "./telemetry/tracing/trace";

export type Logger = pino.Logger;

/**
 * Structured logs, one JSON object per line, on stderr: stdout is for a command's result. Each line has the ids of the
 * request and run that it belongs to, and no secret (server/telemetry/redact).
 */
export function createLogger(level: string): Logger {
  hideSecrets(environmentSecrets());
  const bound = boundLines();
  return pino(
    {
      level,
      mixin: () => ({ ...correlation(), ...currentTraceId() }),
      hooks: {
        logMethod(given, write, level) {
          bound.call(this, withoutSecrets(given), write, level);
        },
      },
      formatters: { log: redactFields, bindings: redactFields },
      // `redactFields` has made plain objects of errors.
      serializers: { err: (err) => err },
    },
    pino.destination(2),
  );
}

type Given = Parameters<pino.LogFn>;

/** An error alone is its own message. Fields are cleaned when they are written. */
function withoutSecrets(given: Given): Given {
  const [first, ...rest] = given as unknown[];
  const all = first instanceof Error && rest.length === 0 ? [{ err: first }, first.message] : [first, ...rest];
  return all.map((each) => (typeof each === "string" ? redactText(each) : each)) as unknown as Given;
}
