import { count } from "./terms";

/** The audit log. */
export const auditTexts = {
  title: "Audit log",
  note: "Who did what, and when. Each entry includes the hash of the one before.",
  never: "Log not checked yet",
  neverNote:
    "The engine checks the log, and has not begun with the present AUDIT_KEY. See that it runs, or check it now: npm run audit -- verify",
  verified: (entries: number) => `Log verified: ${count(entries, "entry", "entries")}`,
  old: (entry: number) => `Log verified up to entry ${entry}, but not lately`,
  checkedAt: "Last checked:",
  unread: (entries: number) => `${count(entries, "newer entry is", "newer entries are")} not checked yet.`,
  oldNote: "The engine checks the log each minute: see that it runs.",
  foundAt: "Found:",
  segment: (day: number, reason: string) =>
    `The log up to day ${day} was lost, as the log itself says: ${reason} Its newest hash:`,
  keepHash: "Save this hash elsewhere to detect removed entries.",
  newestHash: "newest hash",
  changed: (entry: number) => `Log changed at entry ${entry}`,
  changedNote: (problem: string) =>
    `Check failed: ${problem}. Payments are safe, because the chain decides them. Do not rely on this log from there on; compare it with a backup.`,
  search: "Search by actor, action or subject",
  placeholder: "day.approve, day:20779, user:…",
  find: "Search",
  none: "No matching entries.",
  searchedTo: (entry: number) => `Searched back to entry ${entry}`,
  pages: "Entries",
  caption: "Audit log, newest first",
  columns: ["No.", "Time", "Actor", "Action", "Subject", "Details", "Hash"],
  entryHash: "entry hash",
} as const;
