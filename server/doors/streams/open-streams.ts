import { connectDatabase, type Database } from "@/db/client";
import { listenForNews } from "@/db/listen";
import { giveUpSessions } from "@/db/sessions";
import { NEWS_CHANNEL } from "@/db/tell";
import { parseDatabaseUrl } from "@/db/url";
import { readUrlParameters } from "@/db/url-parameters";
import type { Logger } from "@/server/logger";
import { noteLive } from "@/server/services/health/note-live";
import { inTime } from "@/server/services/in-time";
import { readPublicPulse } from "@/server/services/published/public-pulse";
import { createFeed } from "./feed";
import { createStreams, type Streams } from "./streams";

/**
 * The process's streams of the public pulse, with sessions of their own: one listens, one reads for all who follow. A
 * database that is away keeps nobody from starting.
 */
export function openStreams(databaseUrl: string, log: Logger): Streams {
  const hasPooler = readUrlParameters(parseDatabaseUrl(databaseUrl).searchParams).pooler;
  const ask = askOver(databaseUrl);
  const feed = createFeed(() => ask((db) => readPublicPulse({ db })), log);
  let wasHeard: boolean | null = null;
  const stopListening = listenForNews({
    url: databaseUrl,
    tellEcho: (payload) => ask(({ $client }) => $client.notify(NEWS_CHANNEL, payload)),
    onNews: feed.look,
    onHeard(isHeard) {
      feed.setHeard(isHeard);
      if (wasHeard !== isHeard) log.info({ isHeard, hasPooler }, sayHeard(isHeard));
      wasHeard = isHeard;
      // Where the database is away, its own part of the health says so.
      ask((db) => noteLive(db, { isHeard, hasPooler })).catch(() => undefined);
    },
  });
  const streams = createStreams(feed);
  return {
    answer: streams.answer,
    close() {
      streams.close();
      void stopListening();
    },
  };
}

const sayHeard = (isHeard: boolean) =>
  isHeard
    ? "what the database tells is heard: pages are told when something happens"
    : "nothing that the database tells is heard: it is looked at every 5 s for pages that follow";

/** Connects when first asked, and anew after any failure: a session may be dead without a word. */
function askOver(url: string) {
  let connected: Promise<Database> | null = null;
  return async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    connected ??= connectDatabase(url, { max: 2, applicationName: "daily-prize-oracle streams" });
    const mine = connected;
    try {
      return await inTime(
        mine.then((db) => work(db)),
        "the database does not answer",
      );
    } catch (error) {
      if (connected === mine) {
        connected = null;
        mine.then(({ $client }) => giveUpSessions($client)).catch(() => undefined);
      }
      throw error;
    }
  };
}
