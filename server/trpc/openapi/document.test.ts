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
      "/incidents",
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

  it("says of each parameter what is accepted, so that nothing else can be promised", () => {
    const parameters = Object.values(document.paths ?? {}).flatMap(({ get }) => get?.parameters ?? []);
    const accepted = parameters.map((parameter) => ("name" in parameter ? [parameter.name, parameter.schema] : []));
    expect(Object.fromEntries(accepted)).toMatchObject({
      day: { pattern: expect.stringContaining("[0-9]{4}-") },
      address: { pattern: expect.stringContaining("(addr|stake)(_test)?1") },
      part: { pattern: "^[0-9a-f]{64}$" },
      after: { pattern: "^[0-9A-Za-z_]{1,400}$" },
      before: { type: "integer", minimum: 0, maximum: 2_147_483_647 },
      beforeDay: { type: "integer", minimum: 0, maximum: 2_147_483_647 },
      limit: { type: "integer", minimum: 1, maximum: expect.any(Number) },
    });
  });

  it("has for each operation every error with its body and headers, 304, and HEAD without bodies", () => {
    const error = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
    for (const [path, { get, head }] of Object.entries(document.paths ?? {})) {
      const statuses = ["200", "304", "400", ...(path.includes("{") ? ["404"] : []), "405", "429", "500", "503"];
      expect(Object.keys(get?.responses ?? {}), path).toEqual(statuses);
      for (const status of statuses.filter((code) => code >= "400")) {
        expect(get?.responses?.[status], `${path} ${status}`).toMatchObject({ content: error });
      }
      expect(get?.responses).toMatchObject({
        200: { headers: { ETag: { required: true } } },
        304: { headers: { ETag: { required: true } } },
        405: { headers: { Allow: { schema: { pattern: "^GET, HEAD, OPTIONS$" } } } },
        429: { headers: { "Retry-After": { required: true } } },
        503: { headers: { "Retry-After": { required: true } } },
      });
      expect(Object.keys(head?.responses ?? {}), path).toEqual(statuses);
      expect(JSON.stringify(head?.responses), path).not.toContain('"content"');
    }
  });

  it("shows errors as they are sent: a code and a message, and nothing else", () => {
    const { Error: shape } = document.components?.schemas ?? {};
    expect(shape).toMatchObject({ required: ["code", "message"], additionalProperties: false });
    expect(JSON.stringify(document)).not.toContain('"issues"');
  });
});
