import { describe, expect, test } from "vitest";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { DIALECTS, SOURCES } from "@/server/testing/sources/dialects";
import { createPayer } from "@/server/testing/sources/pay";
import { shareWorld, type World } from "@/server/testing/sources/share-world";

/*
 * Three blocks are replaced. Each source has read them before, so that what it remembers is put to the test; how it is
 * told that they are gone differs from server to server, what it then answers does not.
 */
const kept = newTestWallet().address;
const undone = newTestWallet().address;
const anew = newTestWallet().address;
const DEPTH = 3;

async function play(devnet: TestDevnet, of: World<unknown>["of"]) {
  const { control } = devnet;
  const pay = await createPayer(devnet);
  const payTo = (address: string) => pay({ address, lovelace: 2_000_000n });
  const keptHash = await payTo(kept);
  const { tip: parent } = await control.mine(2);
  const undoneHash = await payTo(undone);
  const { tip: first } = await control.mine();
  const { tip: gone } = await control.mine(DEPTH - 1);
  for (const dialect of DIALECTS) {
    const source = of(dialect);
    await source.tip();
    await source.block(first.hash);
    await source.addressTransactions(undone, 1, gone.height);
    await source.transactionPlace(undoneHash);
    await source.unspentOutputs(undone);
  }
  for (const dialect of SOURCES) {
    const source = of(dialect);
    await source.blocksAfter(parent.hash, 10);
    await source.blockTransactions(first.hash);
    await source.transactionBytes(undoneHash);
  }
  await control.rollback(DEPTH, { drop: true });
  const payAgain = await createPayer(devnet);
  const anewHash = await payAgain({ address: anew, lovelace: 2_000_000n });
  const { tip: instead } = await control.mine();
  const { tip } = await control.mine(DEPTH);
  return { keptHash, undoneHash, anewHash, parent, first, gone, instead, tip };
}

const world = shareWorld(play);

describe.each(DIALECTS)("$name", (dialect) => {
  const source = () => world.of(dialect);

  test("the blocks are gone, and others are in their place", async () => {
    const { parent, first, gone, instead, tip } = world.facts;
    expect(await source().tip()).toMatchObject(tip);
    expect(await source().block(first.hash)).toBeNull();
    expect(await source().block(gone.hash)).toBeNull();
    expect(await source().block(instead.height)).toMatchObject({ ...instead, previousHash: parent.hash });
    expect(await source().block(parent.hash)).toMatchObject(parent);
  });

  test("what was in them did not happen", async () => {
    const { undoneHash, tip } = world.facts;
    expect(await source().transactionPlace(undoneHash)).toBeNull();
    expect(await source().addressTransactions(undone, 1, tip.height)).toEqual([]);
    expect(await source().unspentOutputs(undone)).toEqual([]);
  });

  test("what was before them did, and so did what came instead", async () => {
    const { keptHash, anewHash, instead, tip } = world.facts;
    expect(await source().addressTransactions(kept, 1, tip.height)).toMatchObject([{ hash: keptHash }]);
    expect(await source().addressTransactions(anew, 1, tip.height)).toMatchObject([
      { hash: anewHash, height: instead.height },
    ]);
    expect(await source().transactionPlace(anewHash)).toMatchObject({ blockHash: instead.hash });
    expect(await source().unspentOutputs(anew)).toMatchObject([{ lovelace: 2_000_000n }]);
  });
});

describe.each(SOURCES)("$name", (dialect) => {
  const source = () => world.of(dialect);

  test("no block follows one that is gone, and the new ones follow the last that stayed", async () => {
    const { parent, first, gone, instead, tip } = world.facts;
    expect(await source().blocksAfter(gone.hash, 10)).toBeNull();
    expect(await source().blocksAfter(first.hash, 10)).toBeNull();
    const after = await source().blocksAfter(parent.hash, 10);
    expect(after).toHaveLength(DEPTH + 1);
    expect(after?.[0]).toMatchObject(instead);
    expect(after?.at(-1)).toMatchObject(tip);
  });

  test("neither transactions of such a block nor bytes of one of them are known", async () => {
    const { first, instead, undoneHash, anewHash } = world.facts;
    expect(await source().blockTransactions(first.hash)).toBeNull();
    expect(await source().blockTransactions(instead.hash)).toEqual([anewHash]);
    expect(await source().transactionBytes(undoneHash)).toBeNull();
  });
});
