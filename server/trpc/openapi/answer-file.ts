import { z } from "zod";
import type { Context } from "@/server/services/context";
import { loadPublishedDay, readManifest, readPart, rewardsCsv } from "@/server/services/published/published-files";
import { notModified, withEtag } from "./answer";
import type { Call } from "./read-call";

/** The services say what is wrong with these. */
const ofDay = z.object({ day: z.string() });

/** A recalculated day has another report under the same address, so caches must ask before using a copy. */
const ASK_AGAIN = "public, no-cache";

/** A part's bytes are named by their hash, so a copy is never old. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** The manifest's exact canonical bytes, whose blake2b-256 is the report's hash (and its ETag). */
export async function answerReport(request: Request, services: Context, { input }: Call): Promise<Response> {
  const { dayIndex, hash, text } = await readManifest(services, ofDay.parse(input));
  const headers = {
    "content-type": "application/json",
    "content-disposition": `attachment; filename="report-${dayIndex}.json"`,
    "cache-control": ASK_AGAIN,
    "x-report-hash": hash,
  };
  return withEtag(request, text, headers, `"${hash}"`);
}

/** The exact canonical bytes of a part, whose blake2b-256 is its name (and its ETag). */
export async function answerPart(request: Request, services: Context, { input }: Call): Promise<Response> {
  const asked = ofDay.extend({ part: z.string() }).parse(input);
  const text = await readPart(services, asked);
  const headers = {
    "content-type": "application/json",
    "content-disposition": `attachment; filename="${asked.part}.json"`,
    "cache-control": FOR_EVER,
  };
  return withEtag(request, text, headers, `"${asked.part}"`);
}

/** The reward list as CSV, streamed. */
export async function answerRewardsCsv(request: Request, services: Context, { input }: Call): Promise<Response> {
  const published = await loadPublishedDay(services, ofDay.parse(input));
  const { dayIndex, reportHash, lineSetId } = published;
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="rewards-${dayIndex}.csv"`,
    "cache-control": ASK_AGAIN,
    // Lines are written once; a day that is read again has others.
    etag: `"${reportHash}-${lineSetId}"`,
  };
  const unchanged = notModified(request, headers);
  if (unchanged) return unchanged;
  const lines = rewardsCsv(services, published);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(stream, { headers });
}
