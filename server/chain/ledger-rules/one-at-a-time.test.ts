import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { oneAtATime } from "./one-at-a-time";

/* A thread that answers, waits to be let go on, fails or ends, as it is asked to; by a clock that stands still. */

const PROGRAM = `
  const { parentPort, workerData, threadId } = require("node:worker_threads");
  parentPort.on("message", (what) => {
    if (what === "end") process.exit(3);
    if (what === "throw") throw new Error("out of memory");
    if (what === "fail") return parentPort.postMessage({ failed: "a trap" });
    if (what === "wait") Atomics.wait(workerData, 0, 0);
    Atomics.store(workerData, 0, 0);
    parentPort.postMessage({ problems: [what, String(threadId)], isLast: what === "last" });
  });`;

const MOST_MS = 1_000;
let gate: Int32Array<SharedArrayBuffer>;
let threads: Worker[];
let ask: (what: string) => Promise<readonly string[]>;
const start = () => {
  const thread = new Worker(PROGRAM, { eval: true, workerData: gate });
  threads.push(thread);
  return thread;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  gate = new Int32Array(new SharedArrayBuffer(4));
  threads = [];
  ask = oneAtATime<string>({ start, mostMs: MOST_MS, mostWaiting: 3, mostWaitingMs: 10 * MOST_MS, idleMs: MOST_MS });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(threads.map((thread) => thread.terminate()));
});

/** The thread waits at the gate, or will not wait when it comes to it. */
function letGo() {
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
}

it("the time of a question begins with the work on it, not in the queue", async () => {
  const questions = [ask("wait"), ask("wait"), ask("wait")];
  for (const question of questions) {
    vi.advanceTimersByTime(MOST_MS - 1);
    letGo();
    expect((await question)[0]).toBe("wait");
  }
  expect(threads).toHaveLength(1);
});

it("one that is late ends its thread, and those behind it are answered by another", async () => {
  const late = ask("wait");
  const behind = ask("b");
  const refused = expect(late).rejects.toThrow(/not judged within 1 seconds/);
  vi.advanceTimersByTime(MOST_MS);
  await refused;
  expect((await behind)[0]).toBe("b");
  expect(threads).toHaveLength(2);
});

it.each<[string, RegExp]>([
  ["fail", /could not be judged: a trap/],
  ["throw", /failed: out of memory/],
  ["end", /ended with code 3/],
])("a thread that is made to %s is replaced, and only its question fails", async (what, words) => {
  const failing = ask(what);
  const behind = [ask("b"), ask("c")];
  await expect(failing).rejects.toThrow(words);
  expect((await Promise.all(behind)).map(([said]) => said)).toEqual(["b", "c"]);
  expect(threads).toHaveLength(2);
});

it("a thread that has said its last answer is replaced, and that answer counts", async () => {
  const [last, behind] = await Promise.all([ask("last"), ask("b")]);
  expect([last[0], behind[0]]).toEqual(["last", "b"]);
  expect(behind[1]).not.toBe(last[1]);
  expect(threads).toHaveLength(2);
});

it("a thread that cannot be started takes its own question with it, and no other", async () => {
  let starts = 0;
  const most = { mostMs: MOST_MS, mostWaiting: 3, mostWaitingMs: 10 * MOST_MS, idleMs: MOST_MS };
  const asked = oneAtATime<string>({
    ...most,
    start: () => {
      if (++starts === 1) throw new Error("no thread is left");
      return start();
    },
  });
  await expect(asked("a")).rejects.toThrow(/failed: no thread is left/);
  expect((await asked("b"))[0]).toBe("b");
});

it("more than may wait are refused at once, and none waits for ever", async () => {
  const working = ask("wait");
  const waiting = [ask("b"), ask("c"), ask("d")];
  await expect(ask("e")).rejects.toThrow(/3 transactions wait to be judged already/);
  letGo();
  await working;
  expect((await Promise.all(waiting)).map(([said]) => said)).toEqual(["b", "c", "d"]);
});

it("one that is not reached in time is given up, and those in work and behind it are not", async () => {
  const most = { mostMs: 9 * MOST_MS, mostWaiting: 3, mostWaitingMs: MOST_MS, idleMs: MOST_MS };
  const patient = oneAtATime<string>({ start, ...most });
  const working = patient("wait");
  const unreached = expect(patient("b")).rejects.toThrow(/not reached within 1 seconds/);
  vi.advanceTimersByTime(MOST_MS / 2);
  const later = patient("c");
  vi.advanceTimersByTime(MOST_MS / 2);
  await unreached;
  letGo();
  expect((await Promise.all([working, later])).map(([said]) => said)).toEqual(["wait", "c"]);
});

it("a thread that nobody asks is ended, and another is started when somebody does", async () => {
  const [, before] = await ask("a");
  expect(await ask("b")).toEqual(["b", before]);
  const ended = new Promise((resolve) => threads[0]?.once("exit", resolve));
  vi.advanceTimersByTime(MOST_MS);
  await ended;
  expect((await ask("c"))[0]).toBe("c");
  expect(threads).toHaveLength(2);
});
