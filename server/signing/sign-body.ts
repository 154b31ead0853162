import { z } from "zod";
import { problemsOf } from "@/server/domain/fields";
import type { PlanSignRequest } from "@/server/domain/ports";
import {
  type Manifest,
  MOST_MANIFEST_BYTES,
  MOST_PART_BYTES,
  readManifest,
  rowsOf,
} from "@/server/domain/report/manifest";
import { SECTIONS } from "@/server/domain/report/rows";

/*
 * A request to sign as it travels: lines of JSON, so that neither side holds a whole report. The first has the request
 * with the report's manifest, each further one a part of the report, exactly as it was hashed, in the manifest's order.
 */

export const BODY_TYPE = "application/x-ndjson";

/** How long either side waits for the other to go on. */
export const IDLE_MS = 30_000;

/** How long a request may take in all: a signer on a slow machine reads more than a thousand rows a second. */
export function mostMs(manifest: Manifest | null): number {
  const rows = manifest ? SECTIONS.reduce((sum, section) => sum + rowsOf(manifest[section]), 0) : 0;
  return 2 * IDLE_MS + rows;
}

/** The manifest with its quotation marks escaped, and the rest of the request. */
const MOST_HEAD_BYTES = 2 * MOST_MANIFEST_BYTES;
/** For a body that tells its length; ours do not. Four million rows have less. */
export const MOST_BODY_BYTES = MOST_HEAD_BYTES + 64 * MOST_PART_BYTES;

const headSchema = z.object({
  act: z.enum(["propose", "approve"]),
  what: z.enum(["plan", "resume"]),
  text: z.string().max(198),
  manifest: z.string(),
  binding: z.object({
    network: z.string(),
    policyId: z.string(),
    nonce: z.number().int().min(0),
    previousPlan: z.string(),
    previousLeft: z.string(),
    prizeAsset: z.object({ policyId: z.string(), assetName: z.string(), label: z.string() }).nullable(),
    deadlineMs: z.number().int(),
  }),
});

/** The body cannot be read any further. `status` is HTTP's. */
export class BodyRefused extends Error {
  override readonly name = "BodyRefused";
  constructor(
    readonly status: 400 | 408 | 413,
    message: string,
  ) {
    super(message);
  }
}

export async function* writeSignBody({ report, ...request }: PlanSignRequest): AsyncGenerator<string> {
  yield `${JSON.stringify({ ...request, manifest: report.manifest })}\n`;
  for await (const part of report.parts()) yield `${part}\n`;
}

/**
 * Reads the first line of a body. The report's parts are read as they are asked for, and no further than the manifest
 * says. Throws BodyRefused, then and while parts are read.
 */
export async function readSignBody(source: AsyncIterator<Uint8Array>, idleMs = IDLE_MS): Promise<PlanSignRequest> {
  const startMs = Date.now();
  let latestMs = startMs + mostMs(null);
  const nextLine = readLines(source, () => Math.min(idleMs, latestMs - Date.now()));
  const head = headSchema.safeParse(parse(await nextLine(MOST_HEAD_BYTES)));
  if (!head.success) {
    const fields = problemsOf(head.error).map(({ field, problem }) => `${field || "the request"} ${problem}`);
    throw new BodyRefused(400, `it is no request to sign: ${fields.join("; ")}`);
  }
  const { manifest: text, ...request } = head.data;
  const read = readManifest(text);
  if (!read.ok) throw new BodyRefused(400, `the report's manifest: ${read.problems.join("; ")}`);
  const { manifest } = read;
  latestMs = startMs + mostMs(manifest);
  const count = SECTIONS.reduce((sum, section) => sum + manifest[section].length, 0);
  return { ...request, report: { manifest: text, parts: () => readPartLines(nextLine, count) } };
}

type NextLine = (mostBytes: number) => Promise<string | null>;

async function* readPartLines(nextLine: NextLine, count: number): AsyncGenerator<string> {
  for (let taken = 0; taken < count; taken++) {
    const line = await nextLine(MOST_PART_BYTES);
    if (line === null) return;
    yield line;
  }
  if ((await nextLine(0)) !== null) throw goesOn(0);
}

/** Lines without their ends; null after the last. Holds one of them. */
function readLines(source: AsyncIterator<Uint8Array>, waitMs: () => number): NextLine {
  let rest = Buffer.alloc(0);
  return async (mostBytes) => {
    const pieces: Buffer[] = [];
    for (let bytes = 0; ; ) {
      const end = rest.indexOf("\n");
      const piece = end < 0 ? rest : rest.subarray(0, end);
      bytes += piece.length;
      if (bytes > mostBytes) throw goesOn(mostBytes);
      pieces.push(piece);
      if (end >= 0) {
        rest = rest.subarray(end + 1);
        return Buffer.concat(pieces).toString("utf8");
      }
      const step = await within(source.next(), waitMs());
      rest = step.done ? Buffer.alloc(0) : Buffer.from(step.value);
      if (!step.done) continue;
      if (bytes > 0) throw new BodyRefused(400, "the request ends in the middle of a line");
      return null;
    }
  };
}

function goesOn(mostBytes: number): BodyRefused {
  return new BodyRefused(
    413,
    mostBytes === 0
      ? "the request goes on after the last part that the manifest names"
      : `a line has more than ${mostBytes} bytes: neither a manifest nor a part is that long`,
  );
}

async function within<T>(promise: Promise<T>, waitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new BodyRefused(408, "the rest of the request did not come in time");
    timer = setTimeout(() => reject(error), Math.max(0, waitMs));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function parse(line: string | null): unknown {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return null;
  }
}
