import { expect, it } from "vitest";
import { keepRunning, type Life } from "./keep-running";

/** Lives that end when told, and what was said of them. */
function staged() {
  const said: string[] = [];
  const lives: { end(how: string): void; stops: number }[] = [];
  const start = (): Life => {
    const life = { stops: 0, end: (_: string): void => undefined };
    const ended = new Promise<string>((resolve) => {
      life.end = resolve;
    });
    lives.push(life);
    return {
      ended,
      stop: async () => {
        life.stops++;
        life.end("was asked to end");
      },
    };
  };
  /** Resolves when the life with this number has been started. */
  const started = async (number: number) => {
    while (lives.length < number) await new Promise((resolve) => setTimeout(resolve, 1));
    return lives[number - 1];
  };
  return { said, lives, start, started, tell: (text: string) => void said.push(text) };
}

it("what ends is started again, each time after twice the wait, up to the longest", async () => {
  const { said, start, started, tell } = staged();
  const kept = keepRunning("It", start, tell, { firstMs: 1, longestMs: 4, livedMs: 60_000 });
  for (let number = 1; number <= 4; number++) (await started(number))?.end("ended with code 1");
  await started(5);
  await kept.stop();
  expect(said).toEqual([1, 2, 4, 4].map((ms) => `It ended with code 1. It is started again in ${ms / 1_000} s.`));
});

it("what has lived for a while is started again as if it had ended for the first time", async () => {
  const { said, start, started, tell } = staged();
  const kept = keepRunning("It", start, tell, { firstMs: 1, longestMs: 1_000, livedMs: 0 });
  for (let number = 1; number <= 3; number++) (await started(number))?.end("was ended by SIGKILL");
  await started(4);
  await kept.stop();
  expect(new Set(said)).toEqual(new Set(["It was ended by SIGKILL. It is started again in 0.001 s."]));
});

it("what is asked to end is not started again, also while it waits to be", async () => {
  const running = staged();
  const kept = keepRunning("It", running.start, running.tell);
  await kept.stop();
  expect(running.lives.map(({ stops }) => stops)).toEqual([1]);
  expect(running.said).toEqual([]);
  const waiting = staged();
  const keptWaiting = keepRunning("It", waiting.start, waiting.tell, { firstMs: 1e9, longestMs: 1e9, livedMs: 1e9 });
  waiting.lives[0]?.end("ended with code 0");
  while (waiting.said.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await keptWaiting.stop();
  expect(waiting.lives).toHaveLength(1);
});
