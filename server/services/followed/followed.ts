import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { PlayRule } from "@/server/domain/participation/play";
import type { Height } from "@/server/domain/units";
import { allRules } from "../settings-in-force";

export type Followed = typeof schema.followed.$inferSelect;
type Named = Pick<Followed, "kind" | "subject">;

/** A day's token, and its way to play, as the scan knows them. */
export type FollowedRules = {
  /** Null while the scan has not begun with it. */
  readonly asset: number | null;
  readonly game: number | null;
  /** Both are read to this height; -1 while one of them is not followed. */
  readonly readHeight: Height;
};

/** Rules that differ in nothing that makes a transaction a play share their plays. */
export function gameSubject({ gameAddress, participation }: PlayRule): string {
  const { minimumLovelace, playerDatumField } = participation;
  return toCanonicalJson({ gameAddress, minimumLovelace, playerDatumField });
}

export function playRuleOf(subject: string): PlayRule {
  const { gameAddress, minimumLovelace, playerDatumField } = JSON.parse(subject);
  return { gameAddress, participation: { minimumLovelace: BigInt(minimumLovelace), playerDatumField } };
}

/** What these rules need to be read. */
export async function followedBy(
  db: Database | Transaction,
  rules: PlayRule & { readonly prizeAsset: string },
): Promise<FollowedRules> {
  const wanted = [rules.prizeAsset, gameSubject(rules)];
  const rows = await db.select().from(schema.followed).where(inArray(schema.followed.subject, wanted));
  const find = (kind: Followed["kind"], subject: string | undefined) =>
    rows.find((row) => row.kind === kind && row.subject === subject);
  const [asset, game] = [find("asset", wanted[0]), find("game", wanted[1])];
  const readHeight = Math.min(asset?.readHeight ?? -1, game?.readHeight ?? -1);
  return { asset: asset?.id ?? null, game: game?.id ?? null, readHeight };
}

/**
 * The union of all rules, in force or not yet, and the pool. What is new begins at its start, and touches nothing
 * that is followed already.
 */
export async function loadFollowed(
  db: Database,
  pool: Pick<typeof schema.pool.$inferSelect, "policyId" | "startHeight">,
): Promise<Followed[]> {
  const rules = await allRules(db);
  const wanted: Named[] = [
    { kind: "pool", subject: stateTokenUnit(pool.policyId) },
    ...rules.flatMap((each): Named[] => [
      { kind: "asset", subject: each.prizeAsset },
      { kind: "game", subject: gameSubject(each) },
    ]),
  ];
  const known = await db.select().from(schema.followed);
  const nameOf = ({ kind, subject }: Named) => `${kind} ${subject}`;
  const names = new Set(known.map(nameOf));
  const missing = [...new Map(wanted.map((each) => [nameOf(each), each])).values()].filter(
    (each) => !names.has(nameOf(each)),
  );
  if (missing.length === 0) return known;
  // The state token cannot be older than the pool's start.
  const rows = missing.map((each) => ({ ...each, readHeight: each.kind === "pool" ? pool.startHeight : -1 }));
  await db.insert(schema.followed).values(rows).onConflictDoNothing();
  return db.select().from(schema.followed);
}
