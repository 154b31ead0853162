import { expect, it, test } from "vitest";
import { correlated, correlation, currentReference, requestIdOf } from "./correlation";

it("what is under way keeps its ids over awaits, and two at once do not mix", async () => {
  const work = async (requestId: string) => {
    await Promise.resolve();
    return correlated({ runId: `run of ${requestId}`, job: "scan" }, async () => {
      await Promise.resolve();
      return correlation();
    });
  };
  const seen = await Promise.all(["one", "two"].map((requestId) => correlated({ requestId }, () => work(requestId))));
  expect(seen).toEqual(["one", "two"].map((requestId) => ({ requestId, runId: `run of ${requestId}`, job: "scan" })));
  expect(correlation()).toEqual({});
});

it("the reference is the run's, else the request's, else a new one", () => {
  expect(correlated({ requestId: "r" }, currentReference)).toBe("r");
  expect(correlated({ requestId: "r", runId: "run" }, currentReference)).toBe("run");
  expect(currentReference()).not.toBe(currentReference());
});

test.each([
  ["0af7651916cd43dd8448eb211c80319c", true],
  ["Root=1-67891233-abcdef012345678912345678", true],
  ["7", false],
  ["a\nb-12345678", false],
  [undefined, false],
  [["12345678", "12345678"], false],
])("%o of a proxy is taken: %s", (given, taken) => {
  expect(requestIdOf(given, true) === given).toBe(taken);
  expect(requestIdOf(given, false)).not.toBe(given);
});
