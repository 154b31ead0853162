import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { networkLabel } from "@/server/domain/cardano/network";
import { showRef } from "@/server/domain/cardano/out-ref";
import { encodeDatum } from "@/server/domain/contract/datum";
import { NO_PLAN } from "@/server/domain/contract/types";
import { createOperator } from "@/server/signing/operator";
import { OPERATOR_KEY } from "@/server/testing/services/keys";
import { mineWhile } from "@/server/testing/services/pass-time";
import {
  type Holders,
  LOOSE,
  makeStrangePool,
  STRANGE_MAGIC,
  STRANGER_KEY,
  spend,
  startStrangeChain,
  strangersAddress,
} from "@/server/testing/services/strange-pool";
import { testSettings } from "@/server/testing/services/world-terms";
import { deploymentOf } from "./deployment-of";
import { findPool, seePool } from "./find-pool";
import { makeReferences, type ReferenceMemory } from "./make-references";
import { poolInWords } from "./pool-in-words";

const settings = testSettings(networkLabel(STRANGE_MAGIC));
const DATUM = encodeDatum({
  settingsHash: "00".repeat(32),
  operator: "00".repeat(28),
  maxFeeLovelace: 2_000_000n,
  nonce: 0,
  plan: NO_PLAN,
  lastDay: 0,
  lastPayoutMs: 0,
  status: { kind: "idle", left: "", remaining: { lovelace: 0n, tokens: 0n }, outputs: 0 },
});
const WAY_OUT = /npm run pool -- references --execute/;
const NO_MEMORY: ReferenceMemory = {
  begun: async () => null,
  begin: async () => undefined,
  record: async () => false,
};

let chain: Awaited<ReturnType<typeof startStrangeChain>>;
beforeAll(async () => {
  chain = await startStrangeChain();
});
afterAll(() => chain.stop());

const make = (holders: Holders) => makeStrangePool(chain, { settings, holders });
const see = (policyId: string) => seePool(chain.source, policyId);
const wordsOf = async (policyId: string) => (await poolInWords(chain.source, await see(policyId))).words;

describe("reference scripts that whoever made the pool can spend", () => {
  let pool: Awaited<ReturnType<typeof make>>;
  beforeAll(async () => {
    pool = await make(LOOSE);
  });

  it("are named, with where they are and the way out; and the pool can be used meanwhile", async () => {
    const { facts, faults } = await wordsOf(pool.policyId);
    const said = faults.join("\n");
    for (const { ref } of [pool.pool, pool.governor]) expect(said).toContain(`${showRef(ref)} with the`);
    expect(said).toMatch(/can be spent by somebody, who could stop every payout so\. Make new ones/);
    expect(said).toMatch(WAY_OUT);
    expect(Object.fromEntries(facts)["Pool script"]).toBe(
      `in ${showRef(pool.pool.ref)} at ${strangersAddress}, where somebody can spend it`,
    );
    expect((await findPool(chain.source, pool.policyId)).referenceScripts.pool.ref).toEqual(pool.pool.ref);
  });

  it("are noticed once they are spent, and nothing is built or recorded", async () => {
    await spend(chain, STRANGER_KEY, pool.governor, pool.script);
    const gone = new RegExp(`output ${showRef(pool.governor.ref)} with the governor's script was spent.*references`);
    await expect(findPool(chain.source, pool.policyId)).rejects.toThrow(gone);
    await expect(deploymentOf(chain.source, await see(pool.policyId))).rejects.toThrow(gone);
    const { facts, faults } = await wordsOf(pool.policyId);
    expect(faults[0]).toMatch(gone);
    expect(Object.fromEntries(facts)["Gov. script"]).toMatch(/^was in \w{64}#1, which was spent$/);
  });

  it("give way to new ones that nobody can spend, which everybody finds from then on", async () => {
    const payer = createOperator(OPERATOR_KEY);
    const remake = async () => {
      const seen = await see(pool.policyId);
      const making = { source: chain.source, seen, payer, memory: NO_MEMORY, tell: () => undefined, askAgainMs: 20 };
      return mineWhile(chain.control, () => makeReferences(making));
    };
    const { made, references } = await remake();
    expect(made).toBe(true);
    expect(references.pool.address).toBe(pool.script.address);
    const found = await findPool(chain.source, pool.policyId);
    expect(found.referenceScripts).toEqual(references);
    expect((await wordsOf(pool.policyId)).faults.join()).not.toMatch(/reference/);
    const again = await remake();
    expect(again).toMatchObject({ made: false, references });
  });
});

it("one at the pool's own address with a datum can be spent by whoever has a pool of their own: it is named", async () => {
  const pool = await make(({ address }) => ({ pool: { address, inlineDatum: DATUM }, governor: { address } }));
  const { references } = await see(pool.policyId);
  expect([references.pool.state, references.governor.state]).toEqual(["loose", "locked"]);
  const { faults } = await wordsOf(pool.policyId);
  expect(faults.join()).toMatch(/with the pool's script can be spent by somebody/);
  expect(faults.join()).not.toMatch(/with the governor's script/);
});

it("two transactions hold them, one where nobody can spend it: each is found by its own ref", async () => {
  const pool = await make(({ governor, address }) => ({
    pool: { address },
    governor: { address: makeAddress(0, { kind: "script", hash: governor.hash }, null) },
    apart: true,
  }));
  expect(pool.pool.ref.txHash).not.toBe(pool.governor.ref.txHash);
  const { references } = await see(pool.policyId);
  expect(references).toMatchObject({
    pool: { state: "locked", ref: pool.pool.ref },
    governor: { state: "locked", ref: pool.governor.ref },
  });
  const { referenceScripts } = await deploymentOf(chain.source, await see(pool.policyId));
  expect(referenceScripts.governor.ref).toEqual(pool.governor.ref);
});
