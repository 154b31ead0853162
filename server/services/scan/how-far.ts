import { and, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { followed, participation, sourceState } from "@/db/schema";
import type { Height } from "@/server/domain/units";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { operationsInForce } from "../settings-in-force";

/** How far the scan is, for people. */
export type ScanProgress = {
  /** Of the cursor and the source's tip; null before the first block. */
  readonly height: Height | null;
  readonly tipHeight: Height | null;
  /** Heights that were read, and all there are: of the blocks, and of each subject, which is read by itself. */
  readonly read: number;
  readonly all: number;
  readonly isAtTip: boolean;
  /** Plays whose player is not known yet. */
  readonly waiting: number;
  /** What the source contradicts itself in, in words; when it is asked again, and how often it was. */
  readonly contradiction: string | null;
  readonly nextReadAt: Date | null;
  readonly tries: number;
};

export async function readScanProgress(db: Database): Promise<ScanProgress> {
  const [state] = await db.select().from(sourceState);
  const subjects = await db.select().from(followed);
  const { readLag } = await operationsInForce(db);
  const waiting = await db.$count(participation, and(isNull(participation.knownHeight), sql`reason = 'waiting'`));
  const tipHeight = state ? Math.max(state.tipHeight, state.height) : null;
  const heights = [state?.height ?? -1, ...subjects.map(({ readHeight }) => readHeight)];
  const isRead = state !== undefined && subjects.every(({ readHeight }) => readHeight >= state.height - readLag);
  return {
    height: state?.height ?? null,
    tipHeight,
    read: heights.reduce((sum, height) => sum + height + 1, 0),
    all: heights.length * ((tipHeight ?? -1) + 1),
    isAtTip: isRead && state.height >= state.tipHeight && state.contradiction === null,
    waiting,
    contradiction: state?.contradiction ? sayContradiction(state.contradiction) : null,
    nextReadAt: state?.nextReadAt ?? null,
    tries: state?.tries ?? 0,
  };
}
