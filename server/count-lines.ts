/** Lines a minute of one kind, and of it those that one causes; by itself as many. */
type Bounds = { readonly most: number; readonly ofOne?: number };
type Minute = { readonly minute: number; lines: number; leftOut: number; readonly byOne: Map<string, number> };

/**
 * Counts lines of a log by their kind, so that whoever causes them without an end fills no disk, and keeps out no more
 * than what is theirs. Kinds are ours, and few. Returns null for a line that is one too many in this minute, else how
 * many were left out since the last one.
 */
export function countLines({ most, ofOne = most }: Bounds): (kind: string, one?: string) => number | null {
  const minutes = new Map<string, Minute>();
  return (kind, one = "") => {
    const minute = Math.floor(Date.now() / 60_000);
    const before = minutes.get(kind);
    const isNew = before?.minute !== minute;
    const now = isNew ? { minute, lines: 0, leftOut: before?.leftOut ?? 0, byOne: new Map() } : before;
    minutes.set(kind, now);
    const mine = now.byOne.get(one) ?? 0;
    if (mine === ofOne || now.lines === most) {
      now.leftOut += 1;
      return null;
    }
    const { leftOut } = now;
    now.byOne.set(one, mine + 1);
    now.lines += 1;
    now.leftOut = 0;
    return leftOut;
  };
}
