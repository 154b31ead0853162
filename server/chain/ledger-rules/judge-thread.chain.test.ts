import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { TEST_CLOCK } from "@/server/testing/contract/largest-terms";
import { payWith } from "@/server/testing/contract/small-pay";
import type { LedgerState } from "./ledger-state";
import type { Verdict } from "./one-at-a-time";

const thread = new Worker("./server/chain/ledger-rules/judge-start.mjs");
afterAll(() => thread.terminate());

const { signed, state } = payWith(TEST_CLOCK, (draft) => draft);

async function ask(asked: LedgerState): Promise<Verdict> {
  thread.postMessage({ kind: "ledger", transaction: signed, state: asked });
  return (await once(thread, "message"))[0];
}

/** As an old server tells them after an upgrade of the ledger. */
function withFewerCosts({ chain, ...others }: LedgerState): LedgerState {
  const { parameters } = chain;
  const costModels = { ...parameters.costModels, PlutusV3: parameters.costModels.PlutusV3.slice(0, 200) };
  return { ...others, chain: { ...chain, parameters: { ...parameters, costModels } } };
}

it("a thread that has passed a transaction is asked again, and one that has refused one is not", async () => {
  expect(await ask(state)).toEqual({ problems: [], isLast: false });
  expect(await ask(withFewerCosts(state))).toEqual({ problems: [expect.stringMatching(/unreachable/)], isLast: true });
});
