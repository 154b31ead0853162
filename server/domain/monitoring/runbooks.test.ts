import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KIND_NAMES } from "./kinds";

/** What every runbook answers, in this order. */
const PARTS = ["What it means.", "First", "Then", "It is over when", "To try it"];

const sections = new Map(
  readFileSync("RUNBOOKS.md", "utf8")
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")).trim(), section]),
);

describe("RUNBOOKS.md", () => {
  it("has one section for each kind of incident, and no other", () => {
    expect([...sections.keys()].sort()).toEqual([...KIND_NAMES].sort());
  });

  it.each(KIND_NAMES)("%s says what it means, what to do, when it is over, and how to try it", (kind) => {
    const section = sections.get(kind) ?? "";
    const places = PARTS.map((part) => section.indexOf(`**${part}`));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });
});
