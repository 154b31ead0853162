import { toHex } from "../cardano/hex-bytes";
import { blake2b256 } from "../hash";
import type { ReportTexts } from "../ports";
import { MOST_PART_BYTES, partHashesOf, readManifest } from "../report/manifest";
import { partsByHash } from "../report/read-report";
import type { Hex } from "../units";

/** A file that somebody chose, as browsers have it (`File`). */
export type ChosenFile = {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
};

/** Where the text with a hash is. */
type Place = { readonly file: ChosenFile; readonly start: number; readonly end: number };
export type FoundTexts = ReadonlyMap<Hex, Place>;

const CHUNK_BYTES = 4 * 1024 * 1024;
const LINE_END = 10;

/**
 * Finds texts by their hashes, whatever the files are called: each file may hold one, or one on each of its lines, as
 * the report in one file does. Holds one line at a time, so a report of a million lines is no matter.
 */
export async function findTexts(files: readonly ChosenFile[]): Promise<FoundTexts> {
  const found = new Map<Hex, Place>();
  for (const file of files) {
    for await (const { start, end, bytes } of linesOf(file)) found.set(toHex(blake2b256(bytes)), { file, start, end });
  }
  return found;
}

/** The report with this hash; null if its manifest is in none of the files. */
export async function reportIn(found: FoundTexts, hash: Hex): Promise<ReportTexts | null> {
  const manifest = await textAt(found.get(hash));
  if (manifest === null) return null;
  const read = readManifest(manifest);
  const hashes = read.ok ? partHashesOf(read.manifest) : [];
  return { manifest, parts: () => partsByHash(hashes, (part) => textAt(found.get(part))) };
}

async function textAt(place: Place | undefined): Promise<string | null> {
  if (!place) return null;
  const bytes = await place.file.slice(place.start, place.end).arrayBuffer();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

type Line = { readonly start: number; readonly end: number; readonly bytes: Uint8Array };

/** Lines without their ends. What is longer than any part of a report is left out. */
async function* linesOf(file: ChosenFile): AsyncGenerator<Line> {
  let pieces: Uint8Array[] = [];
  let start = 0;
  const line = (end: number): Line[] => {
    const bytes = end - start > MOST_PART_BYTES ? null : joined(pieces, end - start);
    const made = bytes === null || end === start ? [] : [{ start, end, bytes }];
    pieces = [];
    start = end + 1;
    return made;
  };
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const chunk = new Uint8Array(await file.slice(at, Math.min(file.size, at + CHUNK_BYTES)).arrayBuffer());
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      pieces.push(chunk.subarray(from, end));
      yield* line(at + end);
      from = end + 1;
    }
    // Of a line that is too long already, nothing more is kept.
    if (at - start <= MOST_PART_BYTES) pieces.push(chunk.subarray(from));
  }
  yield* line(file.size);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
