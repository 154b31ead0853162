import { expect, it } from "vitest";
import { arePasswordsBusy, inTurn, MOST_AT_ONCE, MOST_WAITING } from "./password-turns";

it("of 200 at once a few are at work, a few wait, and the others are sent away", async () => {
  let atWork = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++atWork);
    await new Promise((resolve) => setImmediate(resolve));
    atWork--;
  };
  const all = Array.from({ length: 200 }, () => inTurn(work));
  expect(arePasswordsBusy()).toBe(true);
  const results = await Promise.allSettled(all);
  expect(most).toBe(MOST_AT_ONCE);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(MOST_AT_ONCE + MOST_WAITING);
  expect(results.at(-1)).toMatchObject({ reason: { code: "too-many" } });
  expect(arePasswordsBusy()).toBe(false);
});

it("one that fails leaves its turn to the next", async () => {
  for (let failed = 0; failed < 20; failed++) {
    await expect(inTurn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  }
  expect(await inTurn(async () => "done")).toBe("done");
});

it("strangers keep nobody out who signs in on a device of theirs: that one goes next", async () => {
  const order: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held = Array.from({ length: MOST_AT_ONCE }, () => inTurn(() => gate));
  const strangers = Array.from({ length: 200 }, () => inTurn(async () => void order.push("stranger")));
  expect(arePasswordsBusy()).toBe(true);
  expect(arePasswordsBusy("known")).toBe(false);
  const known = inTurn(async () => void order.push("known"), "known");
  open();
  await Promise.allSettled([...held, ...strangers, known]);
  expect(order).toEqual(["known", ...Array<string>(MOST_WAITING).fill("stranger")]);
});
