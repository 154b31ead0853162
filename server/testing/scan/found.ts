import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { PRIZE_ASSET } from "./chain/terms";
import type { Truth } from "./truth";

/** What the first rules' token and game are by the scan's tables, as `truthOf` says it. */
export async function foundIn(db: Database): Promise<Truth> {
  const holdings = await db.execute<{ text: string }>(sql`
    select u.tx_hash || '#' || u.output_index || ' ' || a.text || ' ' || u.quantity as text
    from asset_utxo u join followed f on f.id = u.asset_id join address a on a.id = u.address_id
    where f.subject = ${PRIZE_ASSET} and u.spent_height is null`);
  const plays = await db.execute<{ text: string }>(sql`
    select p.tx_hash || ' ' || i.text || ' ' || p.lovelace as text
    from participation p join followed f on f.id = p.rule_id join identity i on i.id = p.identity_id
    where f.subject like '%"minimumLovelace":"2000000"%'`);
  const textsOf = (rows: readonly { text: string }[]) => rows.map(({ text }) => text).sort();
  return { holdings: textsOf(holdings), plays: textsOf(plays) };
}
