import { readFileSync } from "node:fs";
import { parse, specifiedRules, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { depthLimit } from "@/server/devnet/graphql/depth-limit";
import { loadSchema } from "@/server/devnet/graphql/schema";
import * as queries from "./queries";

const schema = loadSchema();
const problemsOf = (text: string) =>
  validate(schema, parse(text), [...specifiedRules, depthLimit]).map(({ message }) => message);

describe("what is asked is in the published schema of Cardano GraphQL, and not too deep", () => {
  test.each(Object.values(queries).map((query) => [query.name, query.text]))("%s", (name, text) => {
    expect(problemsOf(text)).toEqual([]);
    expect(text).toContain(name);
  });
});

test("every question has a name of its own", () => {
  const names = Object.values(queries).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("a question that the schema has not is found", () => {
  expect(problemsOf("{ utxos { address tokens_of_mine } }")).toEqual([
    'Cannot query field "tokens_of_mine" on type "TransactionOutput".',
  ]);
});

test("no slot is compared: it is a text in the schema", () => {
  const source = readFileSync(new URL("./queries.ts", import.meta.url), "utf8");
  expect(source).not.toMatch(/slotNo: \{/);
});

/** 14. Off-Chain Infrastructure, "Token Holdings Verification". */
const ORIGIN = `
  query GetTokenHoldings($addresses: [String!]!) {
    utxos(where: {address: {_in: $addresses}}) {
      address
      tokens {
        asset {
          policyId
          assetName
        }
        quantity
      }
    }
  }`;

test("the origin's question is valid, and ours asks for no less of the same outputs", () => {
  expect(problemsOf(ORIGIN)).toEqual([]);
  const { text, name } = queries.HOLDINGS;
  expect(name).toBe("GetTokenHoldings");
  expect(text).toContain("where: { address: { _in: $addresses } }");
  for (const field of ["address", "tokens", "asset", "policyId", "assetName", "quantity"])
    expect(text).toContain(field);
});
