import type { Database } from "@/db/client";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import { findPause, sayPaused } from "../../engine-pause/find-pause";

export async function readPause(db: Database): Promise<HealthPart> {
  const pause = await findPause(db);
  if (!pause) return healthPart("pause", { state: "ok", fact: "The engine is not paused." });
  const who = pause.needsTwo ? "Two people, each an approver or admin, resume it" : "An approver or admin resumes it";
  const next = `${who} on the overview, or with: npm run engine -- resume --reason TEXT`;
  return healthPart("pause", { state: "waits", fact: sayPaused(pause), next });
}
