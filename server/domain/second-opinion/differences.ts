import { MOST_DIFFERENCES, type SourceDifference } from "./opinion";

/** The first differences, and how many there are. */
export type Differences = {
  readonly rows: readonly SourceDifference[];
  readonly total: number;
};

export type DifferenceList = Differences & {
  add(difference: SourceDifference): void;
  /** Differences that nobody has looked at one by one. */
  addUnseen(count: number): void;
  readonly isFull: boolean;
};

/** Collects differences; its memory is bounded whatever a witness says. */
export function listDifferences(most = MOST_DIFFERENCES): DifferenceList {
  const rows: SourceDifference[] = [];
  let total = 0;
  return {
    rows,
    get total() {
      return total;
    },
    get isFull() {
      return rows.length >= most;
    },
    add(difference) {
      total++;
      if (rows.length < most) rows.push(difference);
    },
    addUnseen(count) {
      total += count;
    },
  };
}

/** Of several comparisons, in their order. */
export function joinDifferences(parts: readonly Differences[], most = MOST_DIFFERENCES): Differences {
  return {
    rows: parts.flatMap(({ rows }) => rows).slice(0, most),
    total: parts.reduce((sum, part) => sum + part.total, 0),
  };
}
