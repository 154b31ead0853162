import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable } from "@/db/rows";
import { tell } from "@/db/tell";
import type { Identity, Lovelace } from "@/server/domain/units";
import { raiseScanEpoch } from "../../scan-epoch";
import type { FoundPlay } from "./find-plays";

/** Who played; `applyPlays` and `settlePlays` need them to have numbers. */
export function playersOf(plays: readonly FoundPlay[]): Identity[] {
  return plays.flatMap(({ result }) => (result.kind === "play" ? [result.play.identity] : []));
}

/** One row for each transaction that pays a game; those that do not pay it at all are no entries. */
export async function applyPlays(tx: Transaction, plays: readonly FoundPlay[]): Promise<void> {
  const rows = plays.flatMap(rowOf);
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into participation (rule_id, tx_hash, height, time_ms, identity_id, reason, lovelace, known_height)
    select r.rule, r.hash, r.height, r.time_ms, i.id, r.reason, r.lovelace, r.known
    from ${listOf(rows)}
    left join identity i on i.text = r.identity`);
  await tell(tx, "play", rows.at(-1)?.height ?? 0);
}

/**
 * Waiting plays whose player is certain now: they count for the first day that has not been read yet. The caller holds
 * the scan for update, so that no day is read meanwhile.
 */
export async function settlePlays(tx: Transaction, plays: readonly FoundPlay[]): Promise<void> {
  const rows = plays.flatMap(rowOf).filter(({ known }) => known !== null);
  if (rows.length === 0) return;
  const settled = await tx.execute<{ known: string }>(sql`
    update participation p set identity_id = i.id, reason = r.reason, lovelace = r.lovelace,
      known_height = greatest(p.height,
        (select coalesce(max(s.height), -1) + 1 from day d join snapshot s on s.id = d.snapshot_id))
    from ${listOf(rows)}
    left join identity i on i.text = r.identity
    where p.rule_id = r.rule and p.tx_hash = r.hash and p.known_height is null
    returning p.known_height::text as known`);
  if (settled.length === 0) return;
  const height = Math.min(...settled.map(({ known }) => Number(known)));
  await raiseScanEpoch(tx, height);
  await tell(tx, "play", height);
}

type Row = {
  readonly rule: number;
  readonly hash: string;
  readonly height: number;
  readonly timeMs: number;
  readonly identity: string | null;
  readonly reason: string | null;
  readonly lovelace: Lovelace;
  readonly known: number | null;
};

function listOf(rows: readonly Row[]): SQL {
  return asTable(rows, {
    rule: ["int", ({ rule }) => rule],
    hash: ["text", ({ hash }) => hash],
    height: ["bigint", ({ height }) => height],
    time_ms: ["bigint", ({ timeMs }) => timeMs],
    identity: ["text", ({ identity }) => identity],
    reason: ["text", ({ reason }) => reason],
    lovelace: ["bigint", ({ lovelace }) => lovelace],
    known: ["bigint", ({ known }) => known],
  });
}

function rowOf({ game, transaction, result }: FoundPlay): Row[] {
  const { hash, block } = transaction;
  const row = (identity: string | null, reason: string | null, lovelace: bigint, known: number | null): Row[] => [
    { rule: game.id, hash, height: block.height, timeMs: block.timeMs, identity, reason, lovelace, known },
  ];
  switch (result.kind) {
    case "play":
      return row(result.play.identity, null, result.play.lovelace, block.height);
    case "unknown-player":
      return row(null, "waiting", result.lovelace, null);
    case "no-play":
      return result.reason === "does-not-pay-game" ? [] : row(null, result.reason, 0n, block.height);
  }
}
