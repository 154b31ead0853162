import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { TEST_CLOCK } from "@/server/testing/contract/largest-terms";
import { moveLovelace } from "@/server/testing/contract/mutations";
import { payWith } from "@/server/testing/contract/small-pay";
import type { LedgerState } from "./ledger-state";
import type { Verdict } from "./one-at-a-time";

const thread = new Worker("./server/chain/ledger-rules/judge-start.mjs");
afterAll(() => thread.terminate());

const good = payWith(TEST_CLOCK, (draft) => draft);
const dearer = payWith(TEST_CLOCK, moveLovelace(1, 2, 1n));

async function ask({ signed, state }: typeof good): Promise<Verdict> {
  thread.postMessage({ kind: "ledger", transaction: signed, state });
  return (await once(thread, "message"))[0];
}

/** As an old server tells them after an upgrade of the ledger. */
function withFewerCosts({ chain, ...others }: LedgerState): LedgerState {
  const { parameters } = chain;
  const costModels = { ...parameters.costModels, PlutusV3: parameters.costModels.PlutusV3.slice(0, 200) };
  return { ...others, chain: { ...chain, parameters: { ...parameters, costModels } } };
}

it("a thread that has passed or refused something is asked again, and one in which a machine panicked is not", async () => {
  expect(await ask(good)).toEqual({ problems: [], isLast: false });
  const refusal = expect.stringMatching(/the contract refuses/);
  expect(await ask(dearer)).toEqual({ problems: [refusal, refusal], isLast: false });
  const panic = expect.stringMatching(/unreachable/);
  expect(await ask({ ...good, state: withFewerCosts(good.state) })).toEqual({ problems: [panic], isLast: true });
});
