import { and, asc, eq, gte, isNotNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { parseOperations } from "@/server/domain/day/operations";
import { findOperationsProblems } from "@/server/domain/day/operations-problems";
import type { FieldProblem } from "@/server/domain/fields";
import { changesBetween, type Document, type FieldChange } from "@/server/domain/rules/document";
import { findRulesMistakes } from "@/server/domain/rules/mistakes";
import { type ProposalContent, proposalHashOf } from "@/server/domain/rules/proposal";
import { parseRules, rulesToJson } from "@/server/domain/rules/rules";
import type { Hex } from "@/server/domain/units";
import { fieldsOf } from "@/server/words/document/say-document";
import { sayRulesMistake } from "@/server/words/rules-mistake";
import { chainNow } from "../../chain-now";
import { findSnapshot } from "../../day/snapshot";
import { rulesOfVersion } from "../../settings-in-force";
import type { Draft } from "../draft";
import { type NewestDocument, newestDocument } from "../newest-document";
import { lastReadDay } from "./last-read-day";
import type { DraftWorld } from "./read-world";

export type JudgedDraft =
  | {
      readonly ok: true;
      readonly content: ProposalContent;
      readonly hash: Hex;
      /** Against the newest version. */
      readonly changes: readonly FieldChange[];
    }
  /** Fields are named as in the document; `fromDay` is the draft's own. */
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

type Db = Database | Transaction;

/** A first day further ahead is a typing error: nobody would see the rules come. */
const MOST_DAYS_AHEAD = 400;

/** Whether a draft could come into force now, and what it would change. */
export async function judgeDraft(db: Db, draft: Draft, world: DraftWorld): Promise<JudgedDraft> {
  const read = readDocument(draft, world);
  if (!read.ok) return read;
  const { document } = read;
  const newest = await newestDocument(db, draft.kind);
  const changes = changesBetween(newest.document, document, Object.keys(fieldsOf(draft.kind)));
  const problems = [
    ...read.problems,
    ...(draft.kind === "rules" ? findVersionProblems(document, newest) : []),
    ...(draft.kind === "rules" ? await findDayProblems(db, draft, world) : []),
    ...(draft.kind === "rules" ? await findStoppedProblems(db, draft, document) : []),
    ...findNoChange(draft, newest, changes),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const fromDay = draft.kind === "rules" ? draft.fromDay : null;
  const content: ProposalContent = { kind: draft.kind, document, fromDay, follows: newest.version };
  return { ok: true, content, hash: proposalHashOf(content), changes };
}

type ReadDocument =
  | { readonly ok: true; readonly document: Document; readonly problems: readonly FieldProblem[] }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** The document as it would be stored, with what cannot work in this world. */
function readDocument({ kind, document }: Draft, world: DraftWorld): ReadDocument {
  if (kind === "rules") {
    const parsed = parseRules(document);
    if (!parsed.ok) return parsed;
    const problems = world.rules ? findRulesMistakes(parsed.rules, world.rules).map(sayRulesMistake) : [];
    return { ok: true, document: JSON.parse(rulesToJson(parsed.rules)), problems };
  }
  const parsed = parseOperations(document);
  if (!parsed.ok) return parsed;
  const problems = findOperationsProblems(parsed.operations, world.settings);
  return { ok: true, document: JSON.parse(toCanonicalJson(parsed.operations)), problems };
}

/** Whoever started from other rules than the newest would undo them without a word. */
function findVersionProblems({ version }: Document, newest: NewestDocument): FieldProblem[] {
  const next = newest.version + 1;
  if (version === next) return [];
  const problem = `must be ${next}, since the newest is ${newest.version}, not ${version}: start from the newest, so that nothing is undone`;
  return [{ field: "version", problem }];
}

async function findDayProblems(db: Db, { fromDay }: Draft, { settings }: DraftWorld): Promise<FieldProblem[]> {
  const problem = (text: string): FieldProblem[] => [{ field: "fromDay", problem: text }];
  if (fromDay === null || !Number.isSafeInteger(fromDay) || fromDay < 0) return problem("must be the number of a day");
  const now = await chainNow(db);
  const today = now ? dayIndexOf(now.timeMs, settings.intervalMs) : 0;
  const last = await lastReadDay(db);
  if (last !== null && fromDay <= last) {
    return problem(`is ${fromDay}; day ${last} has been read under the rules before: the first day can be ${last + 1}`);
  }
  if (fromDay > today + MOST_DAYS_AHEAD) {
    return problem(`is ${fromDay}; today is day ${today}, and rules can wait for at most ${MOST_DAYS_AHEAD} days`);
  }
  return [];
}

/** What a stopped day's plays and tokens were read by stays as it is: only who gets how much of them may change. */
async function findStoppedProblems(db: Db, { fromDay }: Draft, document: Document): Promise<FieldProblem[]> {
  // What is no day is told by findDayProblems.
  if (fromDay === null || !Number.isSafeInteger(fromDay)) return [];
  const [stopped] = await db
    .select({ dayIndex: day.dayIndex, snapshotId: day.snapshotId })
    .from(day)
    .where(and(eq(day.state, "FROZEN"), isNotNull(day.snapshotId), gte(day.dayIndex, fromDay)))
    .orderBy(asc(day.dayIndex))
    .limit(1);
  const read = stopped ? await findSnapshot(db, stopped) : null;
  if (!stopped || !read) return [];
  const before: Document = JSON.parse(rulesToJson((await rulesOfVersion(db, read.rulesVersion)).rules));
  const isSame = (field: string) => toCanonicalJson(before[field] ?? null) === toCanonicalJson(document[field] ?? null);
  return STAYS.filter((field) => !isSame(field)).map((field) => ({
    field,
    problem: `differs; day ${stopped.dayIndex} is stopped, and can be read anew only by rules with the same ${field}`,
  }));
}

const STAYS = ["prizeAsset", "gameAddress", "participation"] as const;

/** The same rules from an earlier day on are a change. */
function findNoChange(draft: Draft, newest: NewestDocument, changes: readonly FieldChange[]): FieldProblem[] {
  const isEarlier = draft.fromDay !== null && newest.fromDay !== null && draft.fromDay < newest.fromDay;
  if (changes.length > 0 || isEarlier) return [];
  return [{ field: "", problem: `nothing differs from version ${newest.version}` }];
}
