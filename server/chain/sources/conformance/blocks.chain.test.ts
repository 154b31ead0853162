import { afterEach, describe, expect, test } from "vitest";
import { COST_MODELS } from "@/server/devnet/ledger/cost-models";
import { PROTOCOL_PARAMETERS } from "@/server/devnet/ledger/protocol-parameters";
import type { BlockHeader } from "@/server/domain/ports";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { DIALECTS, SOURCES } from "@/server/testing/sources/dialects";
import { shareWorld } from "@/server/testing/sources/share-world";

/* Blocks and the facts of a network, one whose slots got shorter, where a page is shorter than what is asked for. */
const GENESIS = {
  networkMagic: 77,
  systemStartMs: Date.UTC(2031, 4, 5),
  earlierEras: [{ slots: 1_000, slotLengthMs: 2_000, epochLength: 100 }],
  slotLengthMs: 250,
  epochLength: 400,
  securityParam: 432,
};
const BLOCKS = 230;
const ELSEWHERE = "e1".repeat(32);

async function play({ control }: TestDevnet): Promise<BlockHeader[]> {
  const headers: BlockHeader[] = [];
  let previousHash: string | null = (await control.state()).tip.hash;
  for (let index = 0; index < BLOCKS; index++) {
    const { tip }: { tip: Omit<BlockHeader, "previousHash"> } = await control.mine();
    headers.push({ ...tip, previousHash });
    previousHash = tip.hash;
  }
  return headers;
}

const world = shareWorld(play, { genesis: GENESIS });
const tip = () => world.facts[BLOCKS - 1] as BlockHeader;
afterEach(() => world.devnet.control.clearFaults());

/** A server that tells no eras has a block's time in whole seconds alone. */
const inSeconds = (header: BlockHeader | null | undefined) =>
  header && { ...header, timeMs: Math.floor(header.timeMs / 1_000) * 1_000 };

describe.each(DIALECTS)("$name", (dialect) => {
  const source = () => world.of(dialect);

  test("the network's own number", async () => {
    expect(await source().genesis()).toMatchObject({ networkMagic: 77 });
  });

  test("the tip, and blocks by height and by hash", async () => {
    expect(inSeconds(await source().tip())).toEqual(inSeconds(tip()));
    for (const header of [world.facts[0], world.facts[120], tip()]) {
      expect(inSeconds(await source().block(header?.height ?? -1))).toEqual(inSeconds(header));
      expect(inSeconds(await source().block(header?.hash ?? ""))).toEqual(inSeconds(header));
    }
  });

  test("no intersection: a block of another chain is not known, whatever is said of where it is", async () => {
    const { height, slot } = world.facts[200] ?? tip();
    for (const hint of [undefined, { height, slot }, { height }, { slot }]) {
      expect(await source().block(ELSEWHERE, hint)).toBeNull();
    }
  });

  test("a tip that is behind is told as it is, and what is after it is not known", async () => {
    await world.devnet.control.setFaults({ path: ".*", kind: "stale", blocks: 3 });
    expect(inSeconds(await source().tip())).toEqual(inSeconds(world.facts.at(-4)));
    expect(await source().block(tip().hash)).toBeNull();
    expect(await source().block(tip().height)).toBeNull();
    await world.devnet.control.clearFaults();
    expect(inSeconds(await source().tip())).toEqual(inSeconds(tip()));
  });
});

describe.each(SOURCES)("$name", (dialect) => {
  const source = () => world.of(dialect);

  test("the time of a block is that of its slot, to the millisecond", async () => {
    expect(await source().tip()).toEqual(tip());
    expect(await source().block(world.facts[6]?.height ?? -1)).toEqual(world.facts[6]);
  });

  test("facts of the network: its own, not ours", async () => {
    expect(await source().genesis()).toEqual({
      networkMagic: 77,
      systemStartMs: GENESIS.systemStartMs,
      securityParam: 432,
      eras: [
        { startSlot: 0, startTimeMs: 0, slotLengthMs: 2_000 },
        { startSlot: 1_000, startTimeMs: 2_000_000, slotLengthMs: 250 },
      ],
    });
  });

  test("parameters", async () => {
    const p = PROTOCOL_PARAMETERS;
    expect(await source().parameters()).toEqual({
      minFeeA: p.minFeeA,
      minFeeB: p.minFeeB,
      maxTxSize: p.maxTxBytes,
      maxTxExMem: p.maxTxMem,
      maxTxExSteps: p.maxTxSteps,
      maxValSize: 5_000,
      priceMem: p.priceMem,
      priceStep: p.priceStep,
      coinsPerUtxoByte: p.coinsPerUtxoByte,
      collateralPercent: 150,
      maxCollateralInputs: 3,
      minFeeRefScriptCostPerByte: 15,
      stakeDepositLovelace: p.keyDepositLovelace,
      poolDeposit: 500_000_000n,
      protocolMajorVersion: 10,
      costModels: COST_MODELS,
    });
  });

  test("blocks after one, over several pages, as many as were asked for", async () => {
    const [first] = world.facts;
    expect(await source().blocksAfter(first?.hash ?? "", 1_000)).toEqual(world.facts.slice(1));
    expect(await source().blocksAfter(first?.hash ?? "", 100)).toEqual(world.facts.slice(1, 101));
    expect(await source().blocksAfter(first?.hash ?? "", 101)).toEqual(world.facts.slice(1, 102));
    expect(await source().blocksAfter(first?.hash ?? "", 1)).toEqual(world.facts.slice(1, 2));
  });

  test("no intersection: nothing is in a block of another chain, and nothing follows it", async () => {
    const { height, slot } = world.facts[200] ?? tip();
    for (const hint of [undefined, { height, slot }, { height }, { slot }]) {
      expect(await source().blocksAfter(ELSEWHERE, 10, hint)).toBeNull();
      expect(await source().blocksAfter(ELSEWHERE, 0, hint)).toBeNull();
      expect(await source().blockTransactions(ELSEWHERE, hint)).toBeNull();
    }
  });

  test("after the tip there is none, and none is asked for where the limit is 0", async () => {
    expect(await source().blocksAfter(tip().hash, 10)).toEqual([]);
    expect(await source().blocksAfter(world.facts[0]?.hash ?? "", 0)).toEqual([]);
  });

  test("a server that is behind knows no later block, and shows those up to its tip", async () => {
    await world.devnet.control.setFaults({ path: ".*", kind: "stale", blocks: 3 });
    expect(await source().blocksAfter(tip().hash, 10)).toBeNull();
    expect(await source().blocksAfter(world.facts.at(-6)?.hash ?? "", 10)).toEqual(world.facts.slice(-5, -3));
  });
});
