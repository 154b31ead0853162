import { afterAll, beforeEach, expect, it } from "vitest";
import type { Context } from "@/server/services/context";
import { memoryLog } from "@/server/testing/memory-log";
import { limitPerson } from "@/server/trpc/limit";
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

it("the console's calls answer 429 with Retry-After, in our words, which stands in the security log", async () => {
  const { log, read } = memoryLog();
  const caller = { ...one, browser: null };
  const ask = () =>
    answerTrpc(new Request("http://localhost/api/trpc/overview.pulse"), async () => {
      await limitPerson("codes", { log, person: "ann", caller });
      return { services: { log } as Context, session: null, caller };
    });
  await ask();
  const answer = await ask();
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.text()).toContain("Too many requests. Try again in 7 s.");
  const details = { door: "codes", seconds: 7 };
  expect(read().at(-1)).toMatchObject({ event: "call.limited", person: "ann", ...one, details });
});
