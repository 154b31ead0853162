import { constants } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { MOST_MANIFEST_BYTES, MOST_PART_BYTES } from "@/server/domain/report/manifest";
import { shown } from "@/server/domain/shown";
import type { ReportPlace } from "@/server/services/adopt/report-place";
import { usageError } from "../command";

const ANSWER_WITHIN_MS = 60_000;

/** A folder of reports, or the public address of an installation. Throws a usage error if it is neither. */
export function reportPlace(given: string): ReportPlace {
  if (!/^[a-z]+:\/\//i.test(given)) return reportFolder(given);
  const url = URL.parse(given);
  if (url?.protocol === "http:" || url?.protocol === "https:") return publicReports(url);
  throw usageError(`--reports must be a folder or an address that begins with https://, not ${shown(given)}.`);
}

/** Manifests and parts as files named by hash: what REPORT_DIR holds, or a copy of it. */
export function reportFolder(folder: string): ReportPlace {
  const read = (hash: string, mostBytes: number) => readBounded(path.join(folder, `${hash}.json`), mostBytes);
  return {
    name: folder,
    manifest: ({ hash }) => read(hash, MOST_MANIFEST_BYTES),
    part: (_report, part) => read(part, MOST_PART_BYTES),
  };
}

async function readBounded(name: string, mostBytes: number): Promise<string | null> {
  // Whatever has the name: of a pipe that nobody writes to, an open that waits would never end.
  const file = await open(name, constants.O_RDONLY | constants.O_NONBLOCK).catch(notThere(name));
  if (file === null) return null;
  try {
    // One byte more than is wanted shows that it is too long; what the folder says of its size may be wrong.
    return await collect(file.createReadStream({ end: mostBytes, autoClose: false }), name, mostBytes);
  } finally {
    await file.close();
  }
}

function notThere(name: string) {
  return (error: NodeJS.ErrnoException): null => {
    if (error.code === "ENOENT") return null;
    throw new Error(`cannot read ${name} (${error.code})`);
  };
}

/** The whole text. Throws if it has more than `mostBytes`, or does not come to its end. */
async function collect(chunks: AsyncIterable<Uint8Array>, name: string, mostBytes: number): Promise<string> {
  const taken: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      taken.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > mostBytes) break;
    }
  } catch (error) {
    throw new Error(`cannot read ${name} to its end`, { cause: error });
  }
  if (bytes > mostBytes) throw new Error(`${name} has more than ${mostBytes} bytes, which no report's file has`);
  return Buffer.concat(taken).toString("utf8");
}

/** What another installation publishes (app/api/v1). */
function publicReports(base: URL): ReportPlace {
  const at = (place: string, mostBytes: number) =>
    fetchBounded(new URL(`${base.pathname.replace(/\/$/, "")}/api/v1/days/${place}`, base), mostBytes);
  return {
    name: base.origin,
    manifest: ({ dayIndex }) => at(`${dayIndex}/report.json`, MOST_MANIFEST_BYTES),
    part: ({ dayIndex }, part) => at(`${dayIndex}/report/${part}`, MOST_PART_BYTES),
  };
}

async function fetchBounded(url: URL, mostBytes: number): Promise<string | null> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
    (error: unknown) => {
      throw new Error(`cannot read ${url.href}`, { cause: error instanceof Error ? (error.cause ?? error) : error });
    },
  );
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${url.href} answers ${response.status}`);
  return response.body === null ? "" : collect(response.body, url.href, mostBytes);
}
