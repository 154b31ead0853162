import { afterAll, beforeEach, expect, it } from "vitest";
import { createLogger } from "@/server/logger";
import type { Context } from "@/server/services/context";
import { refuseIf } from "@/server/trpc/limit";
import { answerTrpc } from "@/server/trpc/serve";
import { takeForAccount, takeForCaller } from "./limited";
import { type Limits, shareLimits } from "./limits";

/** Lets each key through once. */
function onceEach(): Limits {
  const seen = new Set<string>();
  return {
    async take(name, key) {
      const isNew = !seen.has(`${name} ${key}`);
      seen.add(`${name} ${key}`);
      return isNew ? 0 : 7;
    },
  };
}

beforeEach(() => shareLimits(onceEach()));
afterAll(() => shareLimits({ take: async () => 0 }));

const [one, other] = [{ address: "203.0.113.1" }, { address: "2001:db8::1" }];

it("a stranger who tries an account from elsewhere does not keep its owner out", async () => {
  expect(await takeForAccount("sign-in-to-account", "Ann@Example.org ", one)).toBe(0);
  expect(await takeForAccount("sign-in-to-account", "ann@example.org", one)).toBe(7);
  expect(await takeForAccount("sign-in-to-account", "ann@example.org", other)).toBe(0);
  expect(await takeForAccount("sign-in-to-account", "ben@example.org", one)).toBe(0);
});

it("who changes within a /64 is the same caller", async () => {
  expect(await takeForCaller("wrong-job-secrets", other)).toBe(0);
  expect(await takeForCaller("wrong-job-secrets", { address: "2001:db8::2:3:4:5" })).toBe(7);
});

it("the console's calls answer 429 with Retry-After, in our words", async () => {
  const answer = await answerTrpc(new Request("http://localhost/api/trpc/overview.pulse"), async () => {
    refuseIf(7);
    return { services: { log: createLogger("silent") } as Context, session: null, caller: { ...one, browser: null } };
  });
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(await answer.text()).toContain("Too many requests. Try again in 7 s.");
});
