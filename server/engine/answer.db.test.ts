import { once } from "node:events";
import { expect, it } from "vitest";
import { again, done, type JobResult, needsHuman, waiting } from "@/server/services/job-result";
import { correlated, correlation } from "@/server/telemetry/correlation";
import { answerOnSocket } from "./answer";
import { callEngine } from "./call";
import { newSocketPath } from "./socket";

it("a job's status says whether a person is needed: 409; waiting is no failure, a failure is 503", async () => {
  const socketPath = newSocketPath();
  let next: () => JobResult = () => done("");
  const server = await answerOnSocket(socketPath, async () => ({ ...next(), steps: 1 }));
  const statusOf = async (result: () => JobResult) => {
    next = result;
    return (await callEngine(socketPath, "advance")).status;
  };
  expect(await statusOf(() => done("nothing new"))).toBe(200);
  expect(await statusOf(() => again("more to do"))).toBe(200);
  expect(await statusOf(() => waiting("until noon"))).toBe(200);
  expect(await statusOf(() => needsHuman("day 5 is stopped", 5))).toBe(409);
  expect(
    await statusOf(() => {
      throw new Error("no answer");
    }),
  ).toBe(503);
  server.close();
  await once(server, "close");
});

it("a job that a request asks for is logged under the request's id", async () => {
  const socketPath = newSocketPath();
  const seen: unknown[] = [];
  const server = await answerOnSocket(socketPath, async () => {
    seen.push(correlation().requestId);
    return { ...done(""), steps: 1 };
  });
  await correlated({ requestId: "request-1" }, () => callEngine(socketPath, "scan"));
  await callEngine(socketPath, "scan");
  expect(seen).toEqual(["request-1", expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  server.close();
  await once(server, "close");
});
