import type { Database } from "@/db/client";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import { noteWatch } from "@/server/services/health/note-watch";

export type WatchContext = { readonly db: Database; readonly log: Logger };

/** One look at everything: what it comes to is stored, and people are told. */
export async function lookOnce({ db }: WatchContext, nowMs: PosixMs): Promise<void> {
  await noteWatch(db, { state: "ok", fact: "A watch looks at everything.", next: null }, nowMs);
}
