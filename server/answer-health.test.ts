import { expect, it } from "vitest";
import { answerHealth } from "./answer-health";

const NOW_MS = 1_000_000;

/* A unit test: there is neither a database nor a chain to ask, and whoever calls causes no look. */
it.each([
  ["nobody has looked", null, 503],
  ["all works", { state: "ok", atMs: NOW_MS - 1_000 }, 200],
  ["a part is not as it should be", { state: "warning", atMs: NOW_MS - 1_000 }, 200],
  ["a part is failing", { state: "failing", atMs: NOW_MS - 1_000 }, 503],
  ["the last look was good and is old", { state: "ok", atMs: NOW_MS - 31_000 }, 503],
  ["the last look is of another time", { state: "ok", atMs: NOW_MS + 31_000 }, 503],
] as const)("strangers are answered from memory: %s", async (_what, seen, status) => {
  const answer = answerHealth(NOW_MS, seen);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({
    healthy: status === 200,
    message: expect.stringMatching(status === 200 ? /^The service works\./ : /^A part of the service is failing\./),
  });
});
