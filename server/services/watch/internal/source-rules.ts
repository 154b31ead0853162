import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, secondOpinion } from "@/db/schema";
import { UNENDED_DAY_STATES } from "@/server/domain/day/states";
import type { Health } from "@/server/domain/health/part";
import type { Finding } from "@/server/domain/monitoring/finding";
import { type SourceState, UNWELL_SOURCE_STATES } from "@/server/domain/source/health";
import { sentence } from "@/server/words/sentence";
import { INSPECT_SOURCES, SOURCE_STATE_WORDS } from "@/server/words/source-state";
import { isInStates } from "../../day/in-states";
import { readSources, type SourceView } from "../../sources/read-sources";
import type { Answer, Evidence, Found, Rule } from "../rule";
import { findInPart } from "./from-part";

/** One that differs is a sign of a fork, and told as that. Where none can be read from, that is told instead. */
export function judgeUnwell(sources: readonly SourceView[], health: Health): Found {
  if (sources.length < 2) return findInPart(health, { kind: "source-unwell", part: "source", states: ["warning"] });
  const states: readonly SourceState[] = UNWELL_SOURCE_STATES;
  return sources.filter(({ state }) => states.includes(state)).map(unwell);
}

function unwell({ name, state, reason, sinceMs }: SourceView): Finding {
  const fact = sentence(`${name} ${SOURCE_STATE_WORDS[state]}${reason === null ? "" : `: ${reason}`}`);
  return { kind: "source-unwell", subject: name, fact, next: INSPECT_SOURCES, sinceMs };
}

/** Several sources are told together; a single one by its own part. */
export function judgeAway(sources: readonly SourceView[], health: Health): Found {
  const part = sources.length < 2 ? "source" : "sources";
  return findInPart(health, { kind: "source-away", part, states: ["failing"] });
}

async function lookAtSources({ db, health, nowMs }: Evidence): Promise<Answer> {
  const sources = await readSources(db, nowMs);
  return [...judgeAway(sources, health), ...judgeUnwell(sources, health)];
}

/** Days whose snapshot another source tells otherwise. It is nobody's concern once they are closed, or read anew. */
async function lookAtOpinions(db: Database): Promise<Finding[]> {
  const rows = await db
    .select({ dayIndex: day.dayIndex, opinion: secondOpinion.opinion, writtenAt: secondOpinion.writtenAt })
    .from(secondOpinion)
    .innerJoin(day, eq(day.snapshotId, secondOpinion.snapshotId))
    .where(isInStates(UNENDED_DAY_STATES));
  return rows.flatMap(({ dayIndex, opinion, writtenAt }) => {
    if (opinion.kind !== "differs") return [];
    const { first, witness, total } = opinion;
    const many = total === 1 ? "one difference" : `${total} differences`;
    const fact = `${first.name} and ${witness.name} tell what day ${dayIndex} is read from with ${many}.`;
    const next = `See which is right on the day's page: /admin/days/${dayIndex}`;
    return { kind: "sources-disagree", subject: `day:${dayIndex}`, fact, next, sinceMs: writtenAt.getTime() } as const;
  });
}

/** `history`: what was read long ago is told otherwise now. */
async function lookAtDifferences({ db, health }: Evidence): Promise<Answer> {
  const history = { kind: "sources-disagree", part: "history", states: ["warning"], subject: "history" } as const;
  return [...(await lookAtOpinions(db)), ...findInPart(health, history)];
}

export const SOURCE_RULES: readonly Rule[] = [
  { kinds: ["source-away", "source-unwell"], look: lookAtSources },
  { kinds: ["sources-disagree"], look: lookAtDifferences },
];
