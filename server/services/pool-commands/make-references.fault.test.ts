import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { networkLabel } from "@/server/domain/cardano/network";
import type { ChainSource, OutRef } from "@/server/domain/ports";
import { createOperator } from "@/server/signing/operator";
import { testKey } from "@/server/testing/services/keys";
import { mineWhile } from "@/server/testing/services/pass-time";
import {
  fund,
  LOOSE,
  makeStrangePool,
  STRANGE_MAGIC,
  STRANGER_KEY,
  spend,
  startStrangeChain,
} from "@/server/testing/services/strange-pool";
import { testSettings } from "@/server/testing/services/world-terms";
import { seePool } from "./find-pool";
import { makeReferences, type ReferenceMemory } from "./make-references";

const ADA = 1_000_000n;
const PAYER = testKey("who pays for references");
const payersAddress = enterpriseAddress(0, PAYER.publicKey);
const SECOND_MS = 1_000;

let chain: Awaited<ReturnType<typeof startStrangeChain>>;
beforeAll(async () => {
  chain = await startStrangeChain({ slotLengthMs: SECOND_MS, blockIntervalMs: 60 * SECOND_MS });
});
afterAll(() => chain.stop());

/** A pool whose references were spent by the stranger who made it. */
async function bereftPool() {
  const pool = await makeStrangePool(chain, {
    settings: testSettings(networkLabel(STRANGE_MAGIC)),
    holders: LOOSE,
  });
  await spend(chain, STRANGER_KEY, pool.pool, pool.script);
  return pool;
}

/** What a database would remember. */
function newMemory() {
  const rows: OutRef[] = [];
  const used: string[] = [];
  const memory: ReferenceMemory = {
    begun: async () => rows.at(-1) ?? null,
    begin: async ({ spends }) => {
      rows.push(spends);
    },
    record: async ({ pool }) => {
      const isNew = used.at(-1) !== pool.ref.txHash;
      if (isNew) used.push(pool.ref.txHash);
      return isNew;
    },
  };
  return { memory, used };
}

let pool: Awaited<ReturnType<typeof bereftPool>>;
let kept: ReturnType<typeof newMemory>;
beforeEach(async () => {
  pool = await bereftPool();
  kept = newMemory();
});

const run = async (source: ChainSource = chain.source, memory = kept.memory) => {
  const seen = await seePool(source, pool.policyId);
  return makeReferences({
    ...{ source, seen, memory },
    payer: createOperator(PAYER),
    tell: () => undefined,
    askAgainMs: 20,
  });
};
const runMining = (source?: ChainSource, memory?: ReferenceMemory) =>
  mineWhile(chain.control, () => run(source, memory));
/** How many outputs hold a script of this pool where nobody can spend them. */
const held = async () =>
  (await chain.source.unspentOutputs(pool.script.address)).filter(({ referenceScriptHash }) => referenceScriptHash);

const STOPPED = "stopped by the test";
function stop(): never {
  throw new Error(STOPPED);
}

it("without an output that is large enough nothing is sent, and the amount is named", async () => {
  await fund(chain, payersAddress, 30n * ADA);
  await expect(runMining()).rejects.toThrow(/has no output of \d{8} lovelace or more, .* besides its collateral/);
  expect(await held()).toEqual([]);
});

describe("stopped at any moment, and run again", () => {
  beforeEach(async () => {
    for (const ada of [20n, 300n, 500n]) await fund(chain, payersAddress, ada * ADA);
  });
  const once = async () => {
    const { made, references } = await runMining();
    expect((await held()).map(({ ref }) => ref.txHash)).toEqual(Array(2).fill(references.pool.ref.txHash));
    expect(kept.used).toEqual([references.pool.ref.txHash]);
    expect(await runMining()).toMatchObject({ made: false, recorded: false, references });
    return made;
  };

  it("not stopped: the two scripts are held once, and the second run finds them", async () => {
    expect(await once()).toBe(true);
  });

  it("before anything is remembered, and before anything is sent", async () => {
    await expect(runMining(undefined, { ...kept.memory, begin: async () => stop() })).rejects.toThrow(STOPPED);
    await expect(runMining({ ...chain.source, submit: async () => stop() })).rejects.toThrow(STOPPED);
    expect(await once()).toBe(true);
  });

  it("after it was sent, before it is in a block", async () => {
    const submit: ChainSource["submit"] = async (bytes) => {
      await chain.source.submit(bytes);
      return stop();
    };
    await expect(run({ ...chain.source, submit })).rejects.toThrow(STOPPED);
    // A larger and a smaller output came meanwhile: they are left alone.
    await chain.control.fund(payersAddress, 150n * ADA);
    await once();
  });

  it("after it is in a block, before it is recorded", async () => {
    await expect(runMining(undefined, { ...kept.memory, record: async () => stop() })).rejects.toThrow(STOPPED);
    expect(await once()).toBe(false);
  });

  it("sent and lost: half an hour later another is made, and the first can never land beside it", async () => {
    const lost: Uint8Array[] = [];
    const submit: ChainSource["submit"] = async (bytes) => {
      lost.push(bytes);
      return stop();
    };
    await expect(run({ ...chain.source, submit })).rejects.toThrow(STOPPED);
    await chain.control.fund(payersAddress, 150n * ADA);
    await chain.control.mine(35);
    expect(await once()).toBe(true);
    const late = await chain.source.submit(lost[0] ?? new Uint8Array());
    expect(late.kind).not.toBe("accepted");
    await chain.control.mine(2);
    expect(await held()).toHaveLength(2);
  });

  it("sent, and on its way for half an hour: what lands is waited for, whichever of the two it is", async () => {
    const lost: Uint8Array[] = [];
    const keep: ChainSource["submit"] = async (bytes) => {
      lost.push(bytes);
      return stop();
    };
    await expect(run({ ...chain.source, submit: keep })).rejects.toThrow(STOPPED);
    await chain.control.mine(35);
    // The first reaches the chain just before the second.
    const submit: ChainSource["submit"] = async (bytes) => {
      await chain.source.submit(lost[0] ?? bytes);
      return chain.source.submit(bytes);
    };
    const { references } = await runMining({ ...chain.source, submit });
    expect(await held()).toHaveLength(2);
    expect(kept.used).toEqual([references.pool.ref.txHash]);
    expect(await runMining()).toMatchObject({ made: false, recorded: false, references });
  });
});

it("without a database, what was sent before is found on chain", async () => {
  for (const ada of [20n, 300n]) await fund(chain, payersAddress, ada * ADA);
  const { memory } = newMemory();
  const none = { ...memory, begun: async () => null };
  await expect(runMining(undefined, { ...none, record: async () => stop() })).rejects.toThrow(STOPPED);
  expect(await runMining(undefined, none)).toMatchObject({ made: false });
  expect(await held()).toHaveLength(2);
});
