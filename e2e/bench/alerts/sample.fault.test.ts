import { afterAll, beforeAll, expect, it } from "vitest";
import { type Installation, startInstallation } from "./installation";
import { INJECTIONS, kindsWithoutInjection, measureDetection } from "./measure-detection";
import { measureStorm } from "./measure-storm";

let at: Installation;
beforeAll(async () => {
  at = await startInstallation();
});
afterAll(() => at.stop());

it("every kind that rules find has an injection", () => {
  expect(kindsWithoutInjection()).toEqual([]);
});

it("the bench injects, sees who is told, mends, and sees the end", async () => {
  const wanted = ["database-away", "payouts-held"];
  const detections = await measureDetection(
    at,
    INJECTIONS.filter(({ kind }) => wanted.includes(kind)),
  );
  expect(detections).toEqual([
    { kind: "database-away", seconds: 72, isClosed: true },
    { kind: "payouts-held", seconds: 8, isClosed: true },
  ]);
});

it("a storm of errors with one cause is one page", async () => {
  expect(await measureStorm(at, 1_000)).toBe(1);
});
