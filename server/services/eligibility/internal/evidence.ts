import { and, desc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import type { Rules } from "@/server/domain/rules/rules";
import type { Height, Hex, Identity, Lovelace, PosixMs } from "@/server/domain/units";
import { followedBy } from "../../followed/followed";

export type PlayedTransaction = {
  readonly txHash: Hex;
  readonly height: Height;
  readonly timeMs: PosixMs;
  readonly lovelace: Lovelace;
};

export type TokenUtxo = {
  readonly txHash: Hex;
  readonly outputIndex: number;
  readonly address: string;
  readonly quantity: bigint;
  readonly createdHeight: Height;
};

/** Rows that a page shows of each; there may be more, and the totals count all. */
export const EVIDENCE_ROWS = 25;

/** By which rules, and up to which block. */
type Look = { readonly rules: Rules; readonly height: Height };

/** The newest transactions by which an identity has played. */
export async function playedTransactions(
  db: Database,
  identity: Identity,
  { rules, height }: Look,
): Promise<PlayedTransaction[]> {
  const { game } = await followedBy(db, rules);
  const { participation } = schema;
  const { txHash, timeMs, lovelace } = participation;
  return db
    .select({ txHash, height: participation.height, timeMs, lovelace })
    .from(participation)
    .innerJoin(schema.identity, eq(schema.identity.id, participation.identityId))
    .where(
      and(
        eq(participation.ruleId, game ?? -1),
        eq(schema.identity.text, identity),
        lte(participation.knownHeight, height),
      ),
    )
    .orderBy(desc(participation.height), desc(txHash))
    .limit(EVIDENCE_ROWS);
}

/** How many prize tokens an address held then, whoever owns it. */
export async function tokensAt(db: Database, address: string, { rules, height }: Look): Promise<bigint> {
  const { asset } = await followedBy(db, rules);
  const { quantity, createdHeight, spentHeight } = schema.assetUtxo;
  const [row] = await db
    .select({ quantity: sql<bigint>`coalesce(sum(${quantity}), 0)`.mapWith(BigInt) })
    .from(schema.assetUtxo)
    .innerJoin(schema.address, eq(schema.address.id, schema.assetUtxo.addressId))
    .where(
      and(
        eq(schema.assetUtxo.assetId, asset ?? -1),
        eq(schema.address.text, address),
        lte(createdHeight, height),
        or(isNull(spentHeight), gt(spentHeight, height)),
      ),
    );
  return row?.quantity ?? 0n;
}

/** The largest outputs with prize tokens at some addresses that were unspent then. */
export async function tokenUtxos(
  db: Database,
  addresses: readonly string[],
  { rules, height }: Look,
): Promise<TokenUtxo[]> {
  const { asset } = await followedBy(db, rules);
  const { txHash, outputIndex, quantity, createdHeight, spentHeight } = schema.assetUtxo;
  return db
    .select({ txHash, outputIndex, address: schema.address.text, quantity, createdHeight })
    .from(schema.assetUtxo)
    .innerJoin(schema.address, eq(schema.address.id, schema.assetUtxo.addressId))
    .where(
      and(
        eq(schema.assetUtxo.assetId, asset ?? -1),
        inArray(schema.address.text, addresses.slice(0, EVIDENCE_ROWS)),
        lte(createdHeight, height),
        or(isNull(spentHeight), gt(spentHeight, height)),
      ),
    )
    .orderBy(desc(quantity), desc(createdHeight), desc(txHash))
    .limit(EVIDENCE_ROWS);
}
