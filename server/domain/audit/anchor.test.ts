import { expect, it } from "vitest";
import { isTold, readAnchorOf, readSegment } from "./anchor";

const HASH = "0b".repeat(32);
const segment = { fromDay: 5, last: { dayIndex: 8, sequence: 90, hash: HASH }, reason: "restored" };

it("a segment tells of the days that it names, and of no other", () => {
  const told = [4, 5, 8, 9].map((dayIndex) => isTold({ dayIndex, sequence: 1, hash: HASH }, [segment]));
  expect(told).toEqual([false, true, true, false]);
});

it("reads a segment from an event's details, and nothing from others", () => {
  expect(readSegment(segment)).toEqual(segment);
  for (const details of [{}, null, { ...segment, last: null }, { ...segment, fromDay: "5" }]) {
    expect(readSegment(details)).toBeNull();
  }
});

it("reads what a manifest names, and nothing from other texts", () => {
  const auditHead = { sequence: 3, hash: HASH };
  expect(readAnchorOf(JSON.stringify({ dayIndex: 7, declared: { auditHead } }))).toEqual({ dayIndex: 7, ...auditHead });
  for (const text of ["", "{", "null", JSON.stringify({ dayIndex: 7 })]) expect(readAnchorOf(text)).toBeNull();
});
