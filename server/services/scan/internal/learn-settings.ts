import * as schema from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import { encodeSettings } from "@/server/domain/contract/settings";
import type { Context } from "../../context";
import { newestPoolOutputs, settingsByHash } from "../../pool/load-pool";
import { findSettings } from "../../pool/read-act";

/** Steps of the pool's history. The act that made the settings is among the newest: the scan looks at each step. */
const MOST_LOOKED_AT = 200;

/**
 * Reads from the chain the settings that an UpdateSettings put in force: the datum holds their hash, and the act
 * reveals them. They are known by their hash, so neither a rollback nor a lying source can make them wrong.
 */
export async function learnSettings(ctx: Context): Promise<void> {
  const { db, source, log } = ctx;
  const [row] = await db.select().from(schema.pool);
  if (!row) return;
  const [live] = await newestPoolOutputs(db, 1);
  if (!live?.datum) return;
  const { settingsHash } = decodeDatum(live.datum);
  if (await settingsByHash(db, row, settingsHash)) return;
  const hashes = (await newestPoolOutputs(db, MOST_LOOKED_AT)).map(({ txHash }) => txHash);
  const settings = await findSettings(source, hashes, settingsHash);
  if (!settings) {
    log.warn({ settingsHash }, "the pool's settings have changed, and no act that was read reveals them");
    return;
  }
  await db
    .insert(schema.poolSettings)
    .values({ settingsHash, settings: encodeSettings(settings) })
    .onConflictDoNothing();
  log.info({ settingsHash }, "the pool's settings have changed");
}
