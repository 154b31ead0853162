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

  it("lists the fields of all forms that something may have, each once, with the words of all", () => {
    const form = (kind: string, properties: object) => ({ properties: { kind: { const: kind }, ...properties } });
    const by = { type: "array", items: { type: "string" } };
    const said = { description: "Who.", oneOf: [form("agrees", { at: { type: "integer" } }), form("none", { by })] };
    const nullable = { anyOf: [by, { type: "null" }] };
    said.oneOf.push(form("differs", { by: nullable }));
    expect(fieldsOf({ properties: { said } })).toEqual([
      { name: "said", type: "any", description: "Who." },
      { name: "said.kind", type: "agrees, none, differs", description: "" },
      { name: "said.at", type: "integer", description: "" },
      { name: "said.by", type: "array or null", description: "" },
    ]);
  });

  it("returns nothing for what is not an object", () => {
    expect(fieldsOf({ type: "string" })).toEqual([]);
    expect(fieldsOf(undefined)).toEqual([]);
  });
});
