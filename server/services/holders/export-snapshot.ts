import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { asTable } from "@/db/rows";
import type { DecisionCode } from "@/server/domain/eligibility/decision";
import { readHolders } from "@/server/domain/eligibility/holders";
import { decisionOfPlace } from "@/server/domain/eligibility/register";
import { assertInvariant } from "@/server/domain/invariant";
import type { DayIndex, Identity, Lovelace } from "@/server/domain/units";
import { holdingsQuery, playCountsQuery } from "../day/read-snapshot";
import { inPortions } from "../in-portions";
import { type DaySnapshot, snapshotOfDay } from "./snapshot-of-day";

/** Whoever held prize tokens after the snapshot's block. Quantities are of the token's smallest units. */
export type HolderRow = {
  /** Null for addresses that belong to nobody who could be paid; each of those has a row of its own. */
  readonly identity: Identity | null;
  /** Those whose tokens count, by their text. */
  readonly addresses: readonly string[];
  readonly quantity: bigint;
  /** Those whose tokens do not count, with the reason: `address=reason`. */
  readonly notCounted: readonly string[];
  readonly notCountedQuantity: bigint;
  readonly plays: number;
  readonly playsInWindow: number;
  /** Null while the day is not calculated, or where our books have changed since. */
  readonly decision: DecisionCode | null;
  /** What the pot was divided by: the counted tokens of whoever is eligible, else 0. Null as the decision. */
  readonly weight: bigint | null;
  /** Of all its addresses; null while the day is not calculated. */
  readonly earnedLovelace: Lovelace | null;
};

export type Exported = { readonly snapshot: DaySnapshot; readonly rows: number };
type Take = (rows: readonly HolderRow[], snapshot: DaySnapshot) => Promise<void>;

/** A slow reader of the output may take so long for a portion. */
const LONGEST_PAUSE_MS = 600_000;

/**
 * Hands on who held what at the snapshot of a day, in portions by identity, from our books at its block. One moment is
 * read, whatever is scanned meanwhile, and memory does not grow with the holders: they are sorted by the database, in
 * a table of this transaction. The same day gives the same rows in the same order. Throws ServiceError.
 */
export async function exportSnapshot(db: Database, dayIndex: DayIndex, take: Take): Promise<Exported> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`select set_config('work_mem', '64MB', true), set_config('statement_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', ${String(LONGEST_PAUSE_MS)}, true)`);
      const snapshot = await snapshotOfDay(tx, dayIndex);
      await gatherAddresses(tx, snapshot);
      let rows = 0;
      const gathered = (statement: SQL) => tx.execute<Gathered>(statement);
      for await (const portion of inPortions(gathered, "holders_by_identity", holdersQuery(snapshot))) {
        await take(
          portion.map((row) => toHolder(row, snapshot)),
          snapshot,
        );
        rows += portion.length;
      }
      return { snapshot, rows };
    },
    { isolationLevel: "repeatable read" },
  );
}

/** Whose each address is follows from its text, which the database cannot read. */
async function gatherAddresses(tx: Transaction, { block, rules }: DaySnapshot): Promise<void> {
  await tx.execute(sql`create temporary table snapshot_address (address text collate "C", identity text collate "C",
    quantity numeric, reason text) on commit drop`);
  const held = sql`select a.text as address, h.quantity from (${holdingsQuery(block.height, rules.prizeAsset)}) h
    join address a on a.id = h.address_id`;
  const holdings = (statement: SQL) => tx.execute<{ address: string; quantity: bigint }>(statement);
  for await (const rows of inPortions(holdings, "holders_by_address", held)) {
    const book = readHolders(rules, rows);
    const counted = book.held.map((row) => ({ ...row, reason: null }));
    const table = asTable([...counted, ...book.unresolved], {
      address: ["text", ({ address }) => address],
      identity: ["text", ({ identity }) => identity],
      quantity: ["numeric", ({ quantity }) => quantity],
      reason: ["text", ({ reason }) => reason],
    });
    await tx.execute(sql`insert into snapshot_address select r.* from ${table}`);
  }
  await tx.execute(sql`analyze snapshot_address`);
}

type Gathered = {
  identity: string | null;
  addresses: string[] | null;
  quantity: bigint;
  not_counted: string[] | null;
  not_counted_quantity: bigint;
  plays: bigint | null;
  in_window: bigint | null;
  earned: bigint | null;
};

function holdersQuery({ block, dayIndex, intervalMs, rules, lineSetId }: DaySnapshot) {
  const counted = { height: block.height, dayIndex, intervalMs, rules };
  return sql`
    select h.*, p.plays, p.in_window, l.earned
    from (
      select identity, coalesce(identity, address) as place,
        array_agg(address order by address) filter (where reason is null) as addresses,
        coalesce(sum(quantity) filter (where reason is null), 0) as quantity,
        array_agg(address || '=' || reason order by address) filter (where reason is not null) as not_counted,
        coalesce(sum(quantity) filter (where reason is not null), 0) as not_counted_quantity
      from snapshot_address group by identity, place
    ) h
    left join (
      select i.text, t.plays, t.in_window from (${playCountsQuery(counted)}) t join identity i on i.id = t.identity_id
    ) p on p.text = h.identity
    left join (
      select identity, sum(earned_lovelace) as earned from reward_line where set_id = ${lineSetId ?? -1}::int
      group by identity
    ) l on l.identity = h.identity
    order by h.place`;
}

function toHolder(row: Gathered, { rules, isDecided, lineSetId }: DaySnapshot): HolderRow {
  const { identity, quantity, not_counted_quantity: notCountedQuantity } = row;
  const [plays, playsInWindow] = [Number(row.plays ?? 0), Number(row.in_window ?? 0)];
  const earned = row.earned ?? 0n;
  const known = { place: identity, plays, playsInWindow, counted: quantity, notCounted: notCountedQuantity };
  const decision = isDecided ? decisionOfPlace(rules, known) : null;
  assertInvariant(decision === null || decision === "eligible" || earned === 0n, () => `${identity} earned unentitled`);
  return {
    ...{ identity, quantity, notCountedQuantity, plays, playsInWindow, decision },
    addresses: row.addresses ?? [],
    notCounted: row.not_counted ?? [],
    weight: decision === null ? null : decision === "eligible" ? quantity : 0n,
    earnedLovelace: lineSetId === null ? null : earned,
  };
}
