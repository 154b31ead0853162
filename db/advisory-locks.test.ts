import { expect, it } from "vitest";
import { ADVISORY_LOCKS } from "./advisory-locks";

it("has a number of its own for each lock: whoever tells events must not wait for whoever opens incidents", () => {
  const numbers = Object.values(ADVISORY_LOCKS).map(BigInt);
  expect(new Set(numbers).size).toBe(numbers.length);
});
