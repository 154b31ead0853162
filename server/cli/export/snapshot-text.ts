import { csvRecord } from "@/server/domain/csv";
import type { HolderRow } from "@/server/services/holders/export-snapshot";
import type { DaySnapshot } from "@/server/services/holders/snapshot-of-day";

/* How the rows of a snapshot are written. Amounts are decimal text: JSON's own numbers would round them. */

export const FORMATS = ["csv", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** By column: of the snapshot and of a holder. Lists are joined by a space in CSV, which no address has. */
const COLUMNS = {
  day: (_, { dayIndex }) => dayIndex,
  block_height: (_, { block }) => block.height,
  block_hash: (_, { block }) => block.hash,
  identity: ({ identity }) => identity,
  addresses: ({ addresses }) => addresses,
  tokens: ({ quantity }) => String(quantity),
  not_counted: ({ notCounted }) => notCounted,
  not_counted_tokens: ({ notCountedQuantity }) => String(notCountedQuantity),
  plays: ({ plays }) => plays,
  plays_in_window: ({ playsInWindow }) => playsInWindow,
  decision: ({ decision }) => decision,
  weight: ({ weight }) => textOf(weight),
  earned_lovelace: ({ earnedLovelace }) => textOf(earnedLovelace),
} satisfies Record<string, (row: HolderRow, snapshot: DaySnapshot) => string | number | readonly string[] | null>;

const textOf = (amount: bigint | null) => (amount === null ? null : String(amount));

/** Makes one text of portions of rows: what comes before the first, each portion, and what comes after the last. */
export type Writer = {
  readonly start: string;
  readonly rows: (rows: readonly HolderRow[], snapshot: DaySnapshot) => string;
  readonly end: string;
};

export const writerOf = (format: Format): Writer => (format === "csv" ? csvWriter() : jsonWriter());

const LINE_END = "\r\n";

function csvWriter(): Writer {
  const columns = Object.values(COLUMNS);
  return {
    start: csvRecord(Object.keys(COLUMNS)) + LINE_END,
    rows: (rows, snapshot) =>
      rows
        .map((row) => {
          const fields = columns.map((read) => read(row, snapshot));
          return csvRecord(fields.map((field) => (Array.isArray(field) ? field.join(" ") : plain(field)))) + LINE_END;
        })
        .join(""),
    end: "",
  };
}

const plain = (field: string | number | readonly string[] | null) => (typeof field === "object" ? null : field);

/** An array with an object on each line. */
function jsonWriter(): Writer {
  const columns = Object.entries(COLUMNS);
  let written = 0;
  return {
    start: "[",
    rows: (rows, snapshot) =>
      rows
        .map((row) => {
          const fields = columns.map(([name, read]) => [name, read(row, snapshot)]);
          return `${written++ === 0 ? "" : ","}\n${JSON.stringify(Object.fromEntries(fields))}`;
        })
        .join(""),
    end: "\n]\n",
  };
}
