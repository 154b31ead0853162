import { expect, it } from "vitest";
import { saySubject } from "./incident-subject";

it.each([
  ["day:12", "day 12"],
  ["day:5 oracle", "day 5 oracle"],
  ["koios", "koios"],
  ["", null],
  ["0f4be5a0-6a1c-4f5e-9d53-5b1f0c9f2a77", null],
  ["user:0f4be5a0-6a1c-4f5e-9d53-5b1f0c9f2a77", null],
  ["tx:0a1b", "transaction 0a1b"],
  ["key:0a1b", "key 0a1b"],
])("an incident about %j is about %j", (subject, said) => {
  expect(saySubject(subject)).toBe(said);
});
