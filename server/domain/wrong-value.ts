import { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  object: "an object of fields",
  record: "an object of fields",
  array: "a list",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  null: "null",
};
const UNITS: Readonly<Record<string, string>> = { string: " characters", array: " entries", set: " entries" };

/** What is wrong with a value whose schema has no words of its own. */
function sayWrongValue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${KINDS[issue.expected] ?? "of another kind"}`;
    case "too_small":
      return `must ${haveOrBe(issue.origin)} at least ${issue.minimum}${UNITS[issue.origin] ?? ""}`;
    case "too_big":
      return `must ${haveOrBe(issue.origin)} at most ${issue.maximum}${UNITS[issue.origin] ?? ""}`;
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "unrecognized_keys":
      return `has unknown fields: ${issue.keys.join(", ")}; remove them`;
    case "invalid_format":
      return "does not have the form that it should have";
    default:
      return "is not what it should be";
  }
}

function haveOrBe(origin: string): string {
  return origin in UNITS ? "have" : "be";
}

/** From here on no schema says anything in the library's words. */
export function speakOurWords(): void {
  z.config({ localeError: sayWrongValue });
}
