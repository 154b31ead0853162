type Minute = { readonly minute: number; lines: number; leftOut: number };

/**
 * Counts lines of a log by their kind, so that whoever causes them without an end fills no disk. Kinds are ours, and
 * few. Returns null for a line that is one too many in this minute, else how many were left out since the last one.
 */
export function countLines(mostAMinute: number, nowMs = Date.now): (kind: string) => number | null {
  const minutes = new Map<string, Minute>();
  return (kind) => {
    const minute = Math.floor(nowMs() / 60_000);
    const before = minutes.get(kind);
    const now = before?.minute === minute ? before : { minute, lines: 0, leftOut: before?.leftOut ?? 0 };
    minutes.set(kind, now);
    if (now.lines === mostAMinute) {
      now.leftOut += 1;
      return null;
    }
    const { leftOut } = now;
    now.lines += 1;
    now.leftOut = 0;
    return leftOut;
  };
}
