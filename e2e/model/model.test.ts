import { describe, expect, it } from "vitest";
import type { Bounds } from "./bounds";
import { BREACHES, type Breach } from "./breaches";
import { DESIGNS } from "./designs";
import { explore } from "./explore";
import { MISTAKES, type MistakeName } from "./mistakes";
import { tell } from "./tell";
import { makeWorld } from "./world";

/* What can be seen in seconds. `npm run model` sees the rest. */

const everyBreach = Object.keys(BREACHES) as Breach[];
/** Found after tens of thousands of states. */
const SLOWER = [
  "noted-left",
  "closed-takes-left-alone",
  "closed-outlives-its-report",
  "resume-ignores-left",
  "nobody-reopens",
  "resume-unsigned",
];
const quick = (Object.keys(MISTAKES) as MistakeName[]).filter((name) => !SLOWER.includes(name));
/** One line a day. */
const small: Bounds = { ...DESIGNS["two-days"].bounds, earned: [0b01, 0b10], depth: 1 };

describe("the model", () => {
  it.each(quick)("finds what %s does, and tells it", (name) => {
    const { bounds, breach } = MISTAKES[name];
    const world = makeWorld(bounds, name);
    const answer = explore(world, { breaches: [breach], mostStates: 30_000 });
    expect(answer.found).toBe(breach);
    const told = tell(world, answer);
    expect(told).toContain(`     So ${BREACHES[breach]}:`);
    expect(told.length).toBeGreaterThan(answer.way.length);
  });

  it("finds that the books are wrong before a line is paid twice", () => {
    const ask = (breach: Breach) =>
      explore(makeWorld(MISTAKES["closed-takes-left"].bounds, "closed-takes-left"), {
        breaches: [breach],
        mostStates: 30_000,
      });
    const books = ask("booksWrong");
    expect(books.found).toBe("booksWrong");
    expect(books.way.length).toBeLessThan(ask("paidTwice").way.length);
  });

  it("exhausts a small design and finds nothing", () => {
    const answer = explore(makeWorld(small, null), { breaches: everyBreach, mostStates: 100_000 });
    expect(answer).toMatchObject({ found: null, exhausted: true });
    expect(answer.states).toBeGreaterThan(10_000);
  });

  it("finds a dead end, which a search for other harm passes", () => {
    const unsigned = makeWorld(small, "resume-unsigned");
    expect(explore(unsigned, { breaches: everyBreach, mostStates: 100_000 }).found).toBe("deadEnd");
    const others = everyBreach.filter((breach) => breach !== "deadEnd");
    expect(explore(unsigned, { breaches: others, mostStates: 100_000 })).toMatchObject({
      found: null,
      exhausted: true,
    });
  });

  it("does not call a design exhausted that it did not see to the end", () => {
    const answer = explore(makeWorld(small, null), { breaches: everyBreach, mostStates: 1_000 });
    expect(answer).toMatchObject({ found: null, exhausted: false });
  });
});
