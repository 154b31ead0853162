import { describe, expect, it } from "vitest";
import { openApiDocument } from "./document";
import { readCall } from "./read-call";

const PART = "ab".repeat(32);
const read = (address: string) => readCall(new Request(`https://prizes.example.org/api/v1${address}`));

async function refusalOf(address: string) {
  const answer = read(address);
  if (!(answer instanceof Response)) throw new Error(`${address} was taken`);
  return { status: answer.status, ...(await answer.json()) };
}

describe("a request to the public API", () => {
  it.each([
    ["/days", { id: "days-list", input: {} }],
    ["/days?limit=5&before=20779", { id: "days-list", input: { limit: 5, before: 20779 } }],
    ["/days/20779", { id: "days-read", input: { day: "20779" } }],
    ["/days/20779/report.json", { id: "days-report", input: { day: "20779" } }],
    ["/days/20779/rewards.csv", { id: "days-rewards-csv", input: { day: "20779" } }],
    [`/days/20779/report/${PART}`, { id: "days-report-part", input: { day: "20779", part: PART } }],
    ["/days/20779/rewards?after=addr1x", { id: "days-rewards", input: { day: "20779", after: "addr1x" } }],
    ["/eligibility/%E2%80%8Baddr1x", { id: "eligibility-check", input: { address: "\u200baddr1x" } }],
    ["/eligibility/web%2Bcardano%3Aaddr1x%3Famount%3D5.0", { input: { address: "web+cardano:addr1x?amount=5.0" } }],
    ["/eligibility/%2524name%252F..", { id: "eligibility-check", input: { address: "%24name%2F.." } }],
    ["/pool", { id: "pool-read", input: {} }],
  ])("%s is one of the document's, with its parameters decoded, once", (address, call) => {
    expect(read(address)).toMatchObject(call);
  });

  it.each(["/nothing", "/", "/days/1/reportxjson", "/days/1/2/3", "/DAYS"])("%s is no address", async (address) => {
    expect(await refusalOf(address)).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  it.each<[string, RegExp]>([
    ["/days?limt=5", /no parameter "limt" here. There is before and limit/],
    ["/pool?limit=5", /no parameter "limit" here. None is taken/],
    ["/days?limit=5&limit=6", /^limit: must be given once$/],
  ])("%s has a query that is not in the document", async (address, message) => {
    const body = { status: 400, code: "BAD_REQUEST", message: expect.stringMatching(message) };
    expect(await refusalOf(address)).toMatchObject(body);
  });

  it.each(["", "1e1", "0x10", " 5", "05", "-1", "1.0", "many", "true", "null", "\0"])(
    "%j is no whole number",
    async (text) => {
      const { status, message } = await refusalOf(`/days?limit=${encodeURIComponent(text)}`);
      expect({ status, message }).toEqual({ status: 400, message: "limit: must be a whole number from 1 to 100" });
    },
  );

  it("is known for every operation that the document has", () => {
    for (const [path, { get }] of Object.entries(openApiDocument("https://x.example").paths ?? {})) {
      expect(read(path.replace(/\{\w+\}/g, "x"))).toMatchObject({ id: get?.operationId });
    }
  });
});
