import { describe, expect, it } from "vitest";
import { fieldsOf } from "./fields";

describe("fieldsOf", () => {
  it("lists nested objects, arrays and nullable fields by their path", () => {
    const schema = {
      type: "object",
      properties: {
        day: { type: "integer", description: "A day." },
        block: {
          anyOf: [{ type: "object", properties: { hash: { type: ["string", "null"] } } }, { type: "null" }],
        },
        rows: { type: "array", items: { type: "object", properties: { state: { enum: ["a", "b"] } } } },
      },
    };
    expect(fieldsOf(schema)).toEqual([
      { name: "day", type: "integer", description: "A day." },
      { name: "block", type: "object or null", description: "" },
      { name: "block.hash", type: "string or null", description: "" },
      { name: "rows", type: "array", description: "" },
      { name: "rows[].state", type: "a, b", description: "" },
    ]);
  });

  it("returns nothing for what is not an object", () => {
    expect(fieldsOf({ type: "string" })).toEqual([]);
    expect(fieldsOf(undefined)).toEqual([]);
  });
});
