import { closeDatabase } from "@/db/client";
import { createPayoutContext } from "@/server/engine/context";
import { parseEnv } from "@/server/env";
import type { PayoutContext } from "@/server/services/payout/payout-context";

/** Runs `work` with all that the engine's environment names, on the database at `url`, which it closes; no log. */
export async function withPayoutContext<T>(url: string, work: (ctx: PayoutContext) => Promise<T>): Promise<T> {
  const settings = parseEnv({ LOG_LEVEL: "silent", ...process.env, DATABASE_URL: url });
  const ctx = await createPayoutContext(settings, { isGuest: true });
  try {
    return await work(ctx);
  } finally {
    await closeDatabase(ctx.db);
  }
}
