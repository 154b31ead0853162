import { expect, it } from "vitest";
import { BYRON_ADDRESS, hashOf } from "@/server/testing/domain/fixtures";
import { type RegisterCursor, readCursor, writeCursor } from "./register-cursor";

it.each<RegisterCursor>([
  { list: "players", towards: "after", value: "0", place: `key:${hashOf(1)}` },
  { list: "holders", towards: "before", value: "9".repeat(39), place: BYRON_ADDRESS },
])("is read as it was written", (cursor) => {
  expect(readCursor(cursor.list, writeCursor(cursor))).toEqual(cursor);
});

const good = `players.after.17.key:${hashOf(1)}`;
it.each([
  ["nothing", ""],
  ["another list's", good.replace("players", "holders")],
  ["cut in its number", "players.after.1"],
  ["without a place", "players.after.17."],
  ["a height that is no number of its column's", good.replace("17", "9".repeat(16))],
  ["a number that is none", good.replace("17", "-17")],
  ["another direction", good.replace("after", "around")],
  ["a huge one", `${good}${"a".repeat(1_000_000)}`],
  ["SQL", `players.after.17.key:'; drop table register_entry; --`],
  ["lines and zeros", `players.after.17.key:a\n\u0000`],
  ["a prototype", "__proto__.after.17.key"],
])("%s is refused in a sentence", (_what, text) => {
  expect(() => readCursor("players", text)).toThrow(/^This link to a page of the list is cut off/);
});
