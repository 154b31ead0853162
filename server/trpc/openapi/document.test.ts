import { describe, expect, it } from "vitest";
import { openApiDocument } from "./document";
import { listOperations } from "./operations";

const document = openApiDocument("https://prizes.example.org");
const operations = listOperations(document).flatMap((group) => group.operations);

describe("the OpenAPI document", () => {
  it("is 3.1, names its server, and lists every public address once", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.servers).toEqual([{ url: "https://prizes.example.org/api/v1" }]);
    expect(operations.map(({ path }) => path).sort()).toEqual([
      "/days",
      "/days/{day}",
      "/days/{day}/report.json",
      "/days/{day}/report/{part}",
      "/days/{day}/rewards",
      "/days/{day}/rewards.csv",
      "/eligibility/{address}",
      "/pool",
    ]);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it("gives every amount as text with its unit in the name, never as a number", () => {
    const amounts = [...JSON.stringify(document).matchAll(/"(\w*(?:Lovelace|[qQ]uantity))":\{([^{}]*)/g)];
    expect(amounts.length).toBeGreaterThan(20);
    for (const [, name, schema] of amounts) {
      expect(schema, name).not.toMatch(/"type":"(number|integer)"/);
    }
  });

  it('calls no amount paid or sent before the chain says so: what a plan pays is "to pay"', () => {
    const names = [...JSON.stringify(document).matchAll(/"(\w*Lovelace)":/g)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(["toPayLovelace", "confirmedLovelace"]));
    expect(names.filter((name) => /^(paid|payout|sent)/i.test(name ?? ""))).toEqual([]);
  });

  it("gives each operation a summary, its errors, and a call with every parameter filled in", () => {
    for (const { path, summary, answers, exampleUrl } of operations) {
      expect(summary, path).not.toBe("");
      expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining(["200", "429", "503"]));
      expect(exampleUrl).not.toMatch(/[{}]/);
    }
  });

  it("shows errors as they are sent: a code and a message", () => {
    expect(JSON.stringify(document)).not.toContain('"issues"');
  });
});
