import fc from "fast-check";
import { expect, it } from "vitest";
import type { SubmitOutcome } from "@/server/domain/ports";
import { joinOutcomes, submitToAll } from "./submit-to-all";

const TX = new Uint8Array([1]);
const OUTCOMES: readonly SubmitOutcome[] = [
  { kind: "accepted" },
  { kind: "ambiguous", detail: "a time-out" },
  { kind: "rejected", detail: "no" },
];
const outcomes = fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 5 });

it("one that accepted is enough; rejected takes all; anything else stays ambiguous", () => {
  fc.assert(
    fc.property(outcomes, (all) => {
      const kinds = all.map(({ kind }) => kind);
      const isRejected = kinds.every((kind) => kind === "rejected");
      const expected = kinds.includes("accepted") ? "accepted" : isRejected ? "rejected" : "ambiguous";
      expect(joinOutcomes(all).kind).toBe(expected);
    }),
  );
  expect(joinOutcomes([]).kind).toBe("ambiguous");
});

it("every server is sent the bytes at once, and one that hangs is not waited for when another took them", async () => {
  const sent: string[] = [];
  const submit = submitToAll([
    (tx) => {
      sent.push(`hangs ${tx}`);
      return new Promise(() => undefined);
    },
    async (tx) => {
      sent.push(`takes ${tx}`);
      return { kind: "accepted" };
    },
  ]);
  expect(await submit(TX)).toEqual({ kind: "accepted" });
  expect(sent).toEqual(["hangs 1", "takes 1"]);
});

it("where none accepts, what each says is told", async () => {
  const submit = submitToAll([
    async () => ({ kind: "rejected", detail: "one: no" }),
    async () => ({ kind: "ambiguous", detail: "two: a time-out" }),
  ]);
  expect(await submit(TX)).toEqual({ kind: "ambiguous", detail: "one: no; two: a time-out" });
});
