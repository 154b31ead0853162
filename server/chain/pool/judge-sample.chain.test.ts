import { beforeAll, expect, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { deploy, START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { SETTINGS } from "@/server/testing/contract/pool-terms";
import { CHAIN_TERMS, SLOTS } from "@/server/testing/contract/world";
import { judgeSample } from "./judge-sample";
import type { MeasureTerms } from "./measure-pay";

let terms: MeasureTerms;
beforeAll(() => {
  const { ledger: _, funding: __, ...rest } = deploy();
  const deadlineMs = slotToMs(SLOTS, START_SLOT + 1_800);
  terms = { ...rest, chain: CHAIN_TERMS, settings: SETTINGS, deadlineMs };
});

it("has the batches of a plan accepted by two machines, while this thread does other things", async () => {
  let turns = 0;
  const others = setInterval(() => turns++, 1);
  expect(await judgeSample(terms, [somePayouts(40), somePayouts(2, 40), somePayouts(60, 100)])).toBeNull();
  clearInterval(others);
  expect(turns).toBeGreaterThan(10);
});

it("names a batch of which they differ, and judges the next plan as before", async () => {
  const { parameters } = CHAIN_TERMS;
  // As an old server tells it after an upgrade: scalus takes it, and Aiken's machine does not.
  const costModels = { ...parameters.costModels, PlutusV3: parameters.costModels.PlutusV3.slice(0, 200) };
  const cut = { ...terms, chain: { ...CHAIN_TERMS, parameters: { ...parameters, costModels } } };
  const found = await judgeSample(cut, [somePayouts(3), somePayouts(2, 3)]);
  expect(found).toMatchObject({ batchNo: 1, problems: [expect.stringMatching(/differ: scalus accepts it; Aiken's/)] });
  expect(await judgeSample(terms, [somePayouts(3)])).toBeNull();
});
