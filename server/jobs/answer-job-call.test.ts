import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { CALLER_HEADER } from "@/server/doors/caller";
import { shareLimits } from "@/server/doors/limits";
import { memoryLog } from "@/server/testing/memory-log";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { answerJobCall } from "./answer-job-call";

const { log, read, clear } = memoryLog();
// Loaded anew with what is mocked here, and again by the next file: a worker keeps modules (vitest.config.ts).
vi.hoisted(() => void vi.resetModules());
afterAll(() => {
  shareLimits({ take: async () => 0 });
  vi.resetModules();
});
vi.mock("@/server/context", () => ({ getLogger: () => log }));
vi.mock("@/server/env", () => ({ env: () => ({ JOB_SECRET: TEST_SECRETS.JOB_SECRET }) }));

beforeEach(() => {
  clear();
  shareLimits({ take: async () => 0 });
});

const call = (authorization?: string) =>
  answerJobCall("scan", new Headers({ [CALLER_HEADER]: "203.0.113.1", ...(authorization ? { authorization } : {}) }));
const line = { security: true, event: "job-secret.wrong", address: "203.0.113.1", details: { job: "scan" } };

it.each([
  ["a missing secret", undefined, /is missing/],
  ["a wrong secret", "Bearer x", /is wrong/],
  ["the secret without its scheme", TEST_SECRETS.JOB_SECRET, /is wrong/],
])("%s is refused and stands in the security log, without what was sent", async (_what, sent, words) => {
  const answer = await call(sent);
  expect(answer.status).toBe(401);
  expect((await answer.json()).message).toMatch(words);
  const [only, ...more] = read();
  expect(only).toMatchObject(line);
  expect(more).toEqual([]);
  if (sent) expect(JSON.stringify(only)).not.toContain(sent);
});

it.each(["bearer", "BEARER"])("the scheme may be written as %s", async (scheme) => {
  const headers = new Headers({ authorization: `${scheme} ${TEST_SECRETS.JOB_SECRET}` });
  expect((await answerJobCall("no such job", headers)).status).toBe(404);
  expect(read()).toEqual([]);
});

it("many of them from one network are told to wait, and each stands in the log", async () => {
  const take = vi.fn(async () => 7);
  shareLimits({ take });
  const answer = await call("Bearer x");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(take).toHaveBeenCalledWith("wrong-job-secrets", "203.0.113.1");
  expect(read()).toEqual([expect.objectContaining(line)]);
});
