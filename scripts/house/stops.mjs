// Checks that each row of the table of what stops a day names a test, and that the test is there.
import path from "node:path";
import { STOPS } from "../stops.mjs";

const DOCUMENT = "OPERATIONS.md";
const HEADING = "When a day stops";

export function checkStops(files, stops = STOPS) {
  const rows = rowsOf(files.find((file) => file.path === DOCUMENT)?.text ?? "");
  const listed = stops.map(([row]) => row);
  const problems = [
    ...rows.filter((row) => !listed.includes(row)).map((row) => `no test does what ${DOCUMENT} says of "${row}"`),
    ...listed.filter((row) => !rows.includes(row)).map((row) => `${DOCUMENT}, "${HEADING}", has no row "${row}"`),
    ...stops
      .flatMap(([, ...tests]) => tests)
      .filter(([file, name]) => !isThere(files, file, name))
      .map(([file, name]) => `${file} has no test "${name}"`),
  ];
  return { figures: { stops: rows.length }, problems };
}

/** What stands in the first column of the table. */
function rowsOf(text) {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${HEADING}\n`)) ?? "";
  const [, , ...rows] = section.match(/^\|.*/gm) ?? [];
  return rows.map((row) => row.split("|")[1].trim());
}

/** The name may come from a list beside the test. */
function isThere(files, test, name) {
  const beside = files.filter(({ path: file }) => path.posix.dirname(file) === path.posix.dirname(test));
  return beside.some(({ path: file }) => file === test) && beside.some(({ text }) => text.includes(name));
}
