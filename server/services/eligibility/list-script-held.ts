import { desc, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day, snapshot } from "@/db/schema";
import { READ_ONLY, withTransaction } from "@/db/transaction";
import { compareAmounts, sum } from "@/server/domain/integers";
import type { Rules } from "@/server/domain/rules/rules";
import { type OwnershipSums, sumOwnerships } from "@/server/domain/script-held/ownership-sums";
import type { Ownership, Resolver } from "@/server/domain/script-held/resolver";
import { resolverOf } from "@/server/domain/script-held/table";
import { compareText } from "@/server/domain/text-order";
import type { AssetUnit, DayIndex, Height, Hex } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { holdingsQuery } from "../day/read-snapshot";
import { isStillOurs } from "../day/snapshot";
import { ServiceError } from "../errors";
import { followedBy } from "../followed/followed";
import { rulesInForce, rulesOfVersion } from "../settings-in-force";
import { type HeldByScript, heldByScripts, whoseAre } from "./internal/held-by-scripts";

/** The prize tokens that one script holds, at all addresses of which it is the payment part. */
export type ScriptHeld = {
  readonly script: Hex;
  readonly outputs: number;
  readonly quantity: bigint;
  /** Of these, what counts for the addresses' owners, as the rules allow the script. The rest counts for nobody. */
  readonly counted: bigint;
  /** What is known of the contract; null where it is none of those that are. */
  readonly contract: (OwnershipSums & Pick<Resolver, "what" | "published">) | null;
  /** Of what counts for nobody by the rules: what no known contract gives to anybody either. */
  readonly unknown: bigint;
};

export type ScriptHeldList = {
  readonly height: Height;
  /** The day whose snapshot that is; null before the first is read: then it is the newest block. */
  readonly dayIndex: DayIndex | null;
  readonly supply: bigint;
  /** Of all scripts. */
  readonly quantity: bigint;
  readonly unknown: bigint;
  readonly scripts: number;
  /** Largest first, PAGE_SCRIPTS of them after the one that was asked for. */
  readonly rows: readonly ScriptHeld[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
};

const PAGE_SCRIPTS = 50;
/** The largest outputs of a contract that are looked into: anybody can make more. */
const MOST_LOOKED_INTO = 1_000;

type Whole = Omit<ScriptHeldList, "next">;
/** The last list, by what it was made of. */
const kept = new WeakMap<Database, { readonly key: string; readonly whole: Whole }>();

/**
 * Which scripts hold prize tokens at the newest snapshot, by its rules: what becomes of these, and what is known of
 * whose they are. Nothing is paid by it. Never by the stake part of an address: anybody can choose it. `after`: a
 * list's `next`. Throws ServiceError `unavailable` while there is no data.
 */
export async function listScriptHeld(
  { db }: Pick<Context, "db">,
  after: string | null = null,
): Promise<ScriptHeldList> {
  const read = await withTransaction(
    db,
    async (tx) => {
      const place = await newestPlace(tx);
      const known = kept.get(db);
      return known?.key === place.key ? known : { key: place.key, whole: await readWhole(tx, place) };
    },
    READ_ONLY,
  );
  kept.set(db, read);
  const { whole } = read;
  const [, quantity, script] = /^(\d{1,39})-([0-9a-f]{56})$/.exec(after ?? "") ?? [];
  const from = quantity && script ? { quantity: BigInt(quantity), script } : null;
  const left = from ? whole.rows.filter((row) => inOrder(from, row) < 0) : whole.rows;
  const rows = left.slice(0, PAGE_SCRIPTS);
  const last = left.length > rows.length ? rows.at(-1) : undefined;
  return { ...whole, rows, next: last ? `${last.quantity}-${last.script}` : null };
}

type Sorted = Pick<ScriptHeld, "quantity" | "script">;
function inOrder(a: Sorted, b: Sorted): number {
  return compareAmounts(b.quantity, a.quantity) || compareText(a.script, b.script);
}

type Place = {
  readonly key: string;
  readonly height: Height;
  readonly dayIndex: DayIndex | null;
  readonly rules: Rules;
};

async function newestPlace(tx: Transaction): Promise<Place> {
  const [newest] = await tx
    .select({ row: snapshot })
    .from(snapshot)
    .innerJoin(day, eq(day.snapshotId, snapshot.id))
    .orderBy(desc(snapshot.dayIndex))
    .limit(1);
  if (newest && (await isStillOurs(tx, newest.row))) {
    const { id, height, dayIndex, rulesVersion } = newest.row;
    return { key: id, height, dayIndex, rules: (await rulesOfVersion(tx, rulesVersion)).rules };
  }
  const [now, inForce] = [await chainNow(tx), await rulesInForce(tx)];
  const readHeight = inForce ? (await followedBy(tx, inForce.rules)).readHeight : -1;
  if (!now || !inForce || readHeight < 0) throw new ServiceError("unavailable", "No token has been read yet.");
  // Tokens are read some blocks behind.
  const height = Math.min(now.height, readHeight);
  return { key: `${now.hash} ${height} ${inForce.version}`, height, dayIndex: null, rules: inForce.rules };
}

async function readWhole(tx: Transaction, { height, dayIndex, rules }: Place): Promise<Whole> {
  const { prizeAsset } = rules;
  const [held] = await tx.execute<{ supply: bigint }>(
    sql`select coalesce(sum(quantity), 0) as supply from (${holdingsQuery(height, prizeAsset)}) h`,
  );
  const byScript = new Map<Hex, Found>();
  for await (const output of heldByScripts(tx, { rules, height })) {
    const { script, quantity, counts } = output;
    const found = byScript.get(script) ?? { outputs: 0, quantity: 0n, counted: 0n, largest: [] };
    byScript.set(script, found);
    found.outputs++;
    found.quantity += quantity;
    if (counts) found.counted += quantity;
    if (found.largest.length < MOST_LOOKED_INTO && resolverOf(script)) found.largest.push(output);
  }
  const rows: ScriptHeld[] = [];
  for (const [script, { largest, ...found }] of byScript) {
    const contract = await whatIsKnown(tx, { script, largest, held: found.quantity, asset: prizeAsset });
    const unknown = contract ? sum(contract.unknown.map((row) => row.quantity)) : found.quantity - found.counted;
    rows.push({ script, ...found, contract, unknown });
  }
  rows.sort(inOrder);
  return {
    height,
    dayIndex,
    supply: held?.supply ?? 0n,
    quantity: sum(rows.map((row) => row.quantity)),
    unknown: sum(rows.map((row) => row.unknown)),
    scripts: rows.length,
    rows,
  };
}

type Found = { outputs: number; quantity: bigint; counted: bigint; readonly largest: HeldByScript[] };

async function whatIsKnown(
  tx: Transaction,
  { script, largest, held, asset }: { script: Hex; largest: readonly HeldByScript[]; held: bigint; asset: AssetUnit },
): Promise<ScriptHeld["contract"]> {
  const resolver = resolverOf(script);
  if (!resolver) return null;
  const owned: [bigint, Ownership][] = [];
  for await (const [{ quantity }, ownership] of whoseAre(tx, largest, asset)) owned.push([quantity, ownership]);
  const { what, published } = resolver;
  return { what, published, ...sumOwnerships(owned, held) };
}
