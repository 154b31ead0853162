import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ATTEMPT_MOVES } from "@/server/domain/day/attempt-states";
import { DAY_MOVES } from "@/server/domain/day/moves";
import { TOP_UP_MOVES } from "@/server/domain/top-up/states";

/* The compiler checks that every caller names a move. This test checks that every move has a caller. */

const services = path.resolve("server/services");
const sources = readdirSync(services, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => readFileSync(path.join(services, file), "utf8"));

const calls = (verb: string) => sources.filter((source) => source.includes(`${verb}(tx, `));

describe("the state machines", () => {
  it.each(Object.keys(DAY_MOVES))("a day's move %s has a caller", (move) => {
    expect(calls("moveDay").some((source) => source.includes(`"${move}"`))).toBe(true);
  });

  it.each(Object.keys(ATTEMPT_MOVES))("an attempt's move %s has a caller", (move) => {
    expect(calls("moveAttempt").some((source) => source.includes(`"${move}"`))).toBe(true);
  });

  it.each(Object.keys(TOP_UP_MOVES))("a top-up's move %s has a caller", (move) => {
    expect(calls("moveTopUp").some((source) => source.includes(`"${move}"`))).toBe(true);
  });

  it("a state is written nowhere else", () => {
    const writes = sources.flatMap((source) => [...source.matchAll(/\.update\((\w+)\)\s*\.set\(\{[^}]*\bstate\b/g)]);
    // They follow from what was answered, found or sent, by no moves of money.
    const others = ["sourceHealth", "incident", "delivery"];
    const tables = writes.map(([, table]) => table).filter((table) => !others.includes(table ?? ""));
    expect(tables.sort()).toEqual(["attempt", "day", "topUp"]);
  });
});
