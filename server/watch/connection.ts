import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { giveUpSessions } from "@/db/sessions";
import { untilSilent } from "@/db/until-silent";
import type { Logger } from "@/server/logger";

/** The name of the watch's connections in `pg_stat_activity`. */
export const WATCH_NAME = "daily-prize-oracle watch";

export type Connection = {
  /** The database, connected anew where it was lost. Throws a readable error while it does not answer. */
  database(): Promise<Database>;
  close(): Promise<void>;
};

/** The watch's own connection. Unlike others it does not wait for a database that is away: that is what it tells. */
export function keepConnection(url: string, log: Logger): Connection {
  let connected: Promise<Database> | null = null;
  const connect = async (): Promise<Database> => {
    const db = await connectDatabase(url, { applicationName: WATCH_NAME, max: 4 });
    void untilSilent(url).then(() => {
      log.error("the database does not answer: its sessions are given up, and opened anew for the next look");
      connected = null;
      return giveUpSessions(db.$client);
    });
    return db;
  };
  return {
    database: () => {
      connected ??= connect().catch((error: unknown) => {
        connected = null;
        throw error;
      });
      return connected;
    },
    close: async () => {
      const db = await connected?.catch(() => null);
      if (db) await closeDatabase(db);
    },
  };
}
