import type { Database } from "@/db/client";
import type { Health } from "@/server/domain/health/part";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";

/** What every rule may look at. */
export type Evidence = {
  readonly db: Database;
  /** By the clock of whoever watches. */
  readonly nowMs: PosixMs;
  /** How each part is, read once for all rules. A rule takes a part's words, and judges no part anew. */
  readonly health: Health;
};

/** Null: the evidence is missing or too old, so that nothing is said of these kinds. */
export type Answer = readonly Finding[] | null;

/** Kinds of incidents that are seen or not seen together, and who looks for them. */
export type Rule = {
  readonly kinds: readonly IncidentKind[];
  readonly look: (evidence: Evidence) => Promise<Answer> | Answer;
};
