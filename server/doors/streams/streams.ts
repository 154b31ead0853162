import type { IncomingMessage, ServerResponse } from "node:http";
import { SECURED } from "../secured";
import type { Feed, Told } from "./feed";

export type Streams = {
  /** Answers with a stream of what the feed tells, until either side ends it. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends all: pages come back, to the process that follows. */
  close(): void;
};

const SECOND = 1_000;

/** Shorter than what proxies wait for a silent server: a minute, often. Ours cuts a socket after 90 s. */
const HEARTBEAT_MS = 20 * SECOND;
/** Whoever has so much waiting takes nothing, or less than is told. An event has about 2 KB. */
const MOST_WAITING = 64 * 1024;
/** Then a page asks anew, perhaps another instance: so that no place is taken for ever. Below the front's own limit. */
const LASTS_MS = 5 * 60 * SECOND;
/** Before a page comes back, by chance up to twice this: those that were ended together do not come together. */
const RETRY_MS = 2_000;
/** The same while the database is away: pages ask by themselves meanwhile, ever more seldom. */
const RETRY_AWAY_MS = 30_000;

const HEADERS = {
  ...SECURED,
  "content-type": "text/event-stream; charset=utf-8",
  // Nobody keeps it, and nobody in between collects it to compress it: nginx would, but for its own header.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Server-sent events (WHATWG HTML, 9.2). An open stream asks the database for nothing by itself. */
export function createStreams(feed: Feed): Streams {
  const open = new Set<(text: string) => void>();
  const heartbeat = setInterval(() => {
    for (const write of open) write(":\n\n");
  }, HEARTBEAT_MS).unref();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const write = (text: string) => {
      if (response.writableEnded || response.destroyed) return;
      response.write(text);
      if (response.writableLength > MOST_WAITING) response.destroy();
    };
    const known = request.headers["last-event-id"];
    response.writeHead(200, HEADERS);
    write(retryAfter(RETRY_MS));
    const late = setTimeout(() => response.end(), LASTS_MS * (0.5 + Math.random() / 2));
    open.add(write);
    let isFirst = true;
    const unfollow = feed.follow({
      tell({ id, text }: Told) {
        if (!(isFirst && id === known)) write(text);
        isFirst = false;
      },
      end(why) {
        if (why === "away") write(retryAfter(RETRY_AWAY_MS));
        response.end();
      },
    });
    const forget = () => {
      clearTimeout(late);
      open.delete(write);
      unfollow();
    };
    response.once("close", forget);
    if (response.destroyed) forget();
  };
  return {
    answer,
    close() {
      clearInterval(heartbeat);
      feed.close();
    },
  };
}

const retryAfter = (ms: number) => `retry: ${Math.round(ms * (1 + Math.random()))}\n\n`;
