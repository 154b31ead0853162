import { afterEach, describe, expect, test } from "vitest";
import type { FaultRule } from "@/server/devnet/faults";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { DIALECTS, type Dialect, SOURCES } from "@/server/testing/sources/dialects";
import { createPayer } from "@/server/testing/sources/pay";
import { shareWorld } from "@/server/testing/sources/share-world";
import { guardNetwork } from "../guard-network";

/*
 * Servers that refuse, break off, or talk nonsense. Each question has a source of its own: one that was told to wait
 * does, for longer than a test. A value is right or there is none: never half a list.
 */
const player = newTestWallet().address;
const PAYMENTS = 3;

async function play(devnet: TestDevnet) {
  const pay = await createPayer(devnet);
  for (let number = 0; number < PAYMENTS; number++) await pay({ address: player, lovelace: 2_000_000n });
  return (await devnet.control.mine()).tip;
}

const world = shareWorld(play);
afterEach(() => world.devnet.control.clearFaults());

type Question = "tip" | "list";

/** Asks a new source, while the fault is set for what it asks. */
async function askThrough(dialect: Dialect, question: Question, fault: object) {
  await world.devnet.control.setFaults({ path: dialect.paths[question], ...fault } as FaultRule);
  const { source, close } = await dialect.open(world.devnet);
  try {
    if (question === "tip") return await source.tip();
    return await source.addressTransactions(player, 0, world.facts.height);
  } finally {
    await close();
  }
}

const QUESTIONS: Question[] = ["tip", "list"];

describe.each(DIALECTS)("$name", (dialect) => {
  describe.each(QUESTIONS)("asked for the %s", (question) => {
    const ask = (fault: object) => askThrough(dialect, question, fault);

    test("too many requests, with a time to come back: it says when, and is asked nothing before", async () => {
      const headers = { "retry-after": "30" };
      await expect(ask({ kind: "status", status: 429, headers })).rejects.toMatchObject({
        kind: "rate-limited",
        details: { retryAtMs: expect.any(Number) },
      });
    });

    test("too many requests, and no word of when", async () => {
      await expect(ask({ kind: "status", status: 429 })).rejects.toMatchObject({
        kind: "rate-limited",
        details: { retryAtMs: expect.any(Number) },
      });
    });

    test("a failure that passes is asked again", async () => {
      expect(await ask({ kind: "status", status: 503, times: 1 })).toBeTruthy();
    });

    test("one that lasts is told as it is", async () => {
      await expect(ask({ kind: "status", status: 503 })).rejects.toMatchObject({ kind: "unavailable" });
    });

    test.each<[string, string]>([
      ["a web page", "<html><body>Welcome</body></html>"],
      ["half a value", '[{"hash": "ab'],
      ["nothing", ""],
      ["another value", '{"hello": "world"}'],
    ])("%s in place of an answer", async (_, body) => {
      await expect(ask({ kind: "status", status: 200, body })).rejects.toMatchObject({ kind: "wrong-answer" });
    });

    test("an answer that breaks off", async () => {
      await expect(ask({ kind: "cut" })).rejects.toMatchObject({ kind: "unreachable" });
    });

    test("a connection that is closed once", async () => {
      const answer = await ask({ kind: "drop", times: 1 });
      if (question === "list") expect(answer).toHaveLength(PAYMENTS);
      else expect(answer).toMatchObject({ hash: world.facts.hash });
    });
  });
});

describe.each(SOURCES)("$name", (dialect) => {
  test("of another network is asked nothing", async () => {
    const { source, close } = await dialect.open(world.devnet);
    const guarded = guardNetwork(source, 1);
    await expect(guarded.tip()).rejects.toMatchObject({ kind: "wrong-network" });
    await expect(guarded.unspentOutputs(player)).rejects.toMatchObject({ kind: "wrong-network" });
    await close();
  });
});
