import { beforeAll, describe, expect, it } from "vitest";
import { DAY_MOVES } from "@/server/domain/day/moves";
import { DAY_CHANGES, ROLLBACK_CHANGES, STANDS_FOR } from "./day-changes";
import { dayStateOf } from "./day-state";
import { DESIGNS } from "./designs";
import { explore } from "./explore";
import { MOVES, type MoveName } from "./moves";
import type { State } from "./state";
import { makeWorld } from "./world";

/* The state machine and the model name the same transitions, and the model takes no others. */

type Table = Record<string, { readonly from: readonly string[]; readonly to: string }>;
const table: Table = DAY_MOVES;

/** What happens to a day because of what a later block makes final, whatever is in that block. */
const BY_DEPTH = ["finish", "carry"];

describe("what the model does to a day", () => {
  /** For each change that was seen, the moves that it was seen in. */
  const seen = new Map<string, Set<MoveName>>();
  /** Steps with the name of a day's move that did something else to a day. */
  const misnamed = new Set<string>();

  beforeAll(() => {
    const { "empty-day": emptyDay, restore } = DESIGNS;
    for (const bounds of [
      { ...emptyDay.bounds, cancels: 0 },
      { ...restore.bounds, earned: [0b01, 0b10], cancels: 0 },
    ])
      explore(makeWorld(bounds, null), { breaches: [], mostStates: 200_000, watch });
  });

  /** An adopted or restored database is another one: no move of a day leads to it. */
  function watch(before: State, move: MoveName, after: State): void {
    if (move === "adopt" || move === "restore") return;
    const changes = changesBetween(before, after);
    for (const change of changes) seen.set(change, (seen.get(change) ?? new Set()).add(move));
    const caused = changes.filter((change) => !BY_DEPTH.includes(movesOf(change)[0] ?? ""));
    if (!(move in table) || caused.length === 0) return;
    if (!caused.some((change) => movesOf(change).includes(move))) misnamed.add(`${move}: ${caused.join()}`);
  }

  it.each([...DAY_CHANGES, ...ROLLBACK_CHANGES])("from $from to $to is by moves that there are", ({ from, to, by }) => {
    let states: readonly string[] = STANDS_FOR[from];
    for (const name of by) {
      const move = table[name];
      if (move === undefined) throw new Error(`there is no move ${name} of a day`);
      expect(move.from.filter((state) => states.includes(state))).not.toEqual([]);
      states = [move.to];
    }
    expect(STANDS_FOR[to]).toEqual(expect.arrayContaining([...states]));
  });

  it("is all that is listed, and no more", () => {
    const listed = [...DAY_CHANGES, ...ROLLBACK_CHANGES].map(({ from, to }) => `${from} -> ${to}`);
    expect([...seen.keys()].sort()).toEqual([...new Set(listed)].sort());
  });

  it("is taken back by rollbacks alone", () => {
    const forward = new Set(DAY_CHANGES.map(({ from, to }) => `${from} -> ${to}`));
    const back = [...seen].filter(([change]) => !forward.has(change));
    expect(back.filter(([, moves]) => [...moves].some((move) => move !== "rollback"))).toEqual([]);
  });

  it("has the name that the state machine gives it", () => {
    expect([...misnamed]).toEqual([]);
    expect(Object.keys(MOVES).filter((name) => name in table)).toEqual(
      expect.arrayContaining(["propose", "commit", "pay", "resume", "voidPlan", "readAnew", "reopen", "closeCarried"]),
    );
  });
});

function movesOf(change: string): readonly string[] {
  return [...DAY_CHANGES, ...ROLLBACK_CHANGES].flatMap(({ from, to, by }) => (`${from} -> ${to}` === change ? by : []));
}

function changesBetween(before: State, after: State): string[] {
  return before.databases.flatMap((database, index) => {
    const next = after.databases[index] ?? database;
    return database.days.flatMap((_, day) => {
      const [from, to] = [dayStateOf(before, database, day), dayStateOf(after, next, day)];
      return from === to ? [] : [`${from} -> ${to}`];
    });
  });
}
