import pino from "pino";
import { boundLines } from "./bound-lines";

export type Logger = pino.Logger;

/** Fields whose values never reach a log, at any depth that we log. */
const SECRET_FIELDS = ["password", "secret", "authorization", "cookie", "token", "projectId", "project_id", "totp"];

/** Structured logs, one JSON object per line, on stderr: stdout is for a command's result. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      hooks: { logMethod: boundLines() },
      redact: {
        paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[redacted]",
      },
    },
    pino.destination(2),
  );
}
