import { afterEach, expect, test } from "vitest";
import { CALLER_HEADER } from "@/server/doors/caller";
import { type LimitName, shareLimits } from "@/server/doors/limits";
import type { Context } from "@/server/services/context";
import { answerCall } from "./openapi/answer-call";

afterEach(() => shareLimits({ take: async () => 0 }));

/** Nothing of it is reached. */
const services: Context = JSON.parse('{ "db": {} }');

const ask = (address: string) => {
  const request = new Request("http://localhost/api/v1/eligibility/x", { headers: { [CALLER_HEADER]: "192.0.2.7" } });
  return answerCall(request, services, { id: "eligibility-check", input: { address } });
};

test.each<[LimitName, string]>([
  ["handles", "192.0.2.7"],
  ["handles-of-all", "all"],
])("a handle beyond the limit %s is not looked up, and the answer says for how long", async (refused, key) => {
  const taken: string[] = [];
  shareLimits({
    take: async (name, of) => {
      taken.push(`${name} ${of}`);
      return name === refused ? 7 : 0;
    },
  });
  const answer = await ask("$name");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(taken.at(-1)).toBe(`${refused} ${key}`);
});
