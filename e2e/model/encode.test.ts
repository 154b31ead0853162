import { describe, expect, it } from "vitest";
import { decode } from "./decode";
import { DESIGNS } from "./designs";
import { encode, Writer } from "./encode";
import { explore } from "./explore";
import { Seen } from "./seen";
import type { State } from "./state";
import { makeWorld, type World } from "./world";

const bytesOf = (state: State): Uint8Array => {
  const writer = new Writer();
  encode(state, writer);
  return writer.bytes.slice(0, writer.length);
};

/** Every so many of the states that steps lead to. */
function someStates(world: World): State[] {
  const some: State[] = [];
  let steps = 0;
  const watch = (_: State, __: string, after: State) => {
    if (steps++ % 97 === 0) some.push(after);
  };
  explore(world, { breaches: [], mostStates: 5_000, watch });
  return some;
}

describe("a state's bytes", () => {
  it.each(["two-days", "restore", "two-engines"] as const)("say all of it, in %s", (name) => {
    const world = makeWorld(DESIGNS[name].bounds, null);
    const states = someStates(world);
    expect(states.length).toBeGreaterThan(100);
    for (const state of states) expect(decode(world, bytesOf(state))).toEqual(state);
  });

  it("do not say which of two instances is the first", () => {
    const world = makeWorld(DESIGNS["two-databases"].bounds, null);
    for (const state of someStates(world)) {
      const swapped = { ...state, databases: state.databases.toReversed() };
      expect(bytesOf(swapped)).toEqual(bytesOf(state));
    }
  });
});

describe("the states that were seen", () => {
  it("are known by all of their bytes", () => {
    const seen = new Seen();
    const numbers = new Map<string, number>();
    for (let value = 0; value < 30_000; value++) {
      const bytes = Uint8Array.from(String((value * value) % 40_009), Number);
      const known = numbers.get(bytes.join()) ?? numbers.size;
      numbers.set(bytes.join(), known);
      expect(seen.add(bytes, bytes.length)).toBe(known);
    }
    expect(seen.count).toBe(numbers.size);
    for (const [text, number] of numbers) expect(seen.bytesOf(number).join()).toBe(text);
  });
});
