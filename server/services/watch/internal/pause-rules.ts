import { LONG_PAUSE_MS } from "@/server/domain/health/limits";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import { type EnginePause, findPause, sayPaused } from "../../engine-pause/find-pause";
import type { Rule } from "../rule";

export const PAUSE_RULES: readonly Rule[] = [
  { kinds: ["pause-long"], look: async ({ db, nowMs }) => judgePause(await findPause(db), nowMs) },
];

export function judgePause(pause: EnginePause | null, nowMs: PosixMs): Finding[] {
  if (!pause || nowMs - pause.sinceMs < LONG_PAUSE_MS) return [];
  const next = "Resume it on the overview, or with: npm run engine -- resume --reason TEXT";
  return [{ kind: "pause-long", subject: "", fact: sayPaused(pause), next, sinceMs: pause.sinceMs }];
}
