import { expect, it } from "vitest";
import { z } from "zod";
import { problemsOf } from "./fields";

const schema = z.strictObject({
  name: z.string().min(2).max(3),
  list: z.array(z.int()).max(1),
  kind: z.enum(["one", "two"]),
  isOpen: z.boolean(),
  at: z.iso.date(),
  most: z.number().max(5),
});
const RIGHT = { name: "ab", list: [1], kind: "one", isOpen: true, at: "2026-01-01", most: 5 };

it.each<[object, string, string]>([
  [{ name: undefined }, "name", "is missing"],
  [{ name: 5 }, "name", "must be a text"],
  [{ name: "a" }, "name", "must have at least 2 characters"],
  [{ name: "abcd" }, "name", "must have at most 3 characters"],
  [{ list: {} }, "list", "must be a list"],
  [{ list: [1, 2] }, "list", "must have at most 1 entries"],
  [{ list: [1.5] }, "list.0", "must be a whole number"],
  [{ kind: "three" }, "kind", 'must be one of "one", "two"'],
  [{ isOpen: "yes" }, "isOpen", "must be true or false"],
  [{ at: "now" }, "at", "does not have the form that it should have"],
  [{ most: 6 }, "most", "must be at most 5"],
  [{ more: 1 }, "", "has unknown fields: more; remove them"],
])("of %j says that %s %s", (change, field, problem) => {
  const parsed = schema.safeParse({ ...RIGHT, ...change });
  expect(parsed.error && problemsOf(parsed.error)).toEqual([{ field, problem }]);
});
