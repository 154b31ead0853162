import { describe, expect, test } from "vitest";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { DIALECTS, SOURCES } from "@/server/testing/sources/dialects";
import { createPayer } from "@/server/testing/sources/pay";
import { shareWorld } from "@/server/testing/sources/share-world";

/*
 * Lists of an address: more entries than a page, exactly a page, ranges of heights. Three addresses get 100, 101 and
 * 230 payments, ten to a block.
 */
const full = newTestWallet().address;
const beyond = newTestWallet().address;
const many = newTestWallet().address;
const other = newTestWallet().address;
const COUNTS: [string, string, number][] = [
  ["exactly a page", full, 100],
  ["one more than a page", beyond, 101],
  ["more than two pages", many, 230],
];
const PER_BLOCK = 10;

type Paid = { readonly number: number; readonly hash: string; readonly height: number; readonly timeMs: number };

async function play(devnet: TestDevnet): Promise<{ paid: Paid[]; tipHeight: number }> {
  const pay = await createPayer(devnet);
  const paid: Paid[] = [];
  for (let block = 0; block < 23; block++) {
    const sent: { number: number; hash: string }[] = [];
    for (let index = 0; index < PER_BLOCK; index++) {
      const number = block * PER_BLOCK + index;
      const payees = COUNTS.filter(([, , count]) => number < count).map(([, address]) => ({
        address,
        lovelace: 1_000_000n + BigInt(number),
      }));
      sent.push({ number, hash: await pay(...payees) });
    }
    const { tip } = await devnet.control.mine();
    sent.sort((a, b) => (a.hash < b.hash ? -1 : 1));
    paid.push(...sent.map((each) => ({ ...each, height: tip.height, timeMs: tip.timeMs })));
  }
  await pay({ address: other, lovelace: 2_000_000n });
  const { tip } = await devnet.control.mine(3);
  return { paid, tipHeight: tip.height };
}

const world = shareWorld(play);

const refsOf = (paid: readonly Paid[]) => paid.map(({ hash, height }) => ({ hash, height }));

describe.each(DIALECTS)("$name: the transactions of an address", (dialect) => {
  const list = async (address: string, from: number, to: number) => {
    const refs = await world.of(dialect).addressTransactions(address, from, to);
    return refs.map(({ hash, height }) => ({ hash, height }));
  };

  test.each(COUNTS)("%s", async (_, address, count) => {
    const { paid, tipHeight } = world.facts;
    const expected = refsOf(paid.filter(({ number }) => number < count));
    expect(await list(address, 0, tipHeight)).toEqual(expected);
    // Again, by whatever was remembered.
    expect(await list(address, 1, tipHeight)).toEqual(expected);
  });

  test("both ends of a range are part of it", async () => {
    const { paid } = world.facts;
    const [from = 0, to = 0] = [paid[30]?.height, paid[50]?.height];
    expect(await list(many, from, to)).toEqual(refsOf(paid.slice(30, 60)));
    expect(await list(many, from, from)).toEqual(refsOf(paid.slice(30, 40)));
  });

  test("a range that begins where another ended misses nothing and tells nothing twice", async () => {
    const { paid, tipHeight } = world.facts;
    const middle = paid[115]?.height ?? 0;
    const parts = [...(await list(many, 0, middle)), ...(await list(many, middle + 1, tipHeight))];
    expect(parts).toEqual(refsOf(paid));
  });

  test("nothing in a range without payments, nor in one that is inverted", async () => {
    const { tipHeight } = world.facts;
    expect(await list(many, tipHeight - 1, tipHeight)).toEqual([]);
    expect(await list(many, tipHeight, 1)).toEqual([]);
    expect(await list(other, 0, 3)).toEqual([]);
  });

  test("the time of a block, in whole seconds, where the list tells it", async () => {
    const { paid } = world.facts;
    const { height = 0, timeMs = 0 } = paid[0] ?? {};
    const [ref] = await world.of(dialect).addressTransactions(full, height, height);
    expect([undefined, Math.floor(timeMs / 1_000)]).toContain(ref?.timeSeconds);
  });

  test("all that is unspent at an address, over several pages", async () => {
    const outputs = await world.of(dialect).unspentOutputs(many);
    const amounts = outputs.map(({ lovelace }) => lovelace).sort((a, b) => (a < b ? -1 : 1));
    expect(amounts).toEqual(Array.from({ length: 230 }, (_, number) => 1_000_000n + BigInt(number)));
    expect(new Set(outputs.map(({ ref }) => ref.txHash))).toEqual(new Set(world.facts.paid.map(({ hash }) => hash)));
  });

  test("no more than the most that was asked for, and a little", async () => {
    const outputs = await world.of(dialect).unspentOutputs(many, undefined, 3);
    expect(outputs.length).toBeGreaterThan(3);
  });
});

describe.each(SOURCES)("$name: the transactions of a block", (dialect) => {
  test("by the block's own list", async () => {
    const { paid } = world.facts;
    const header = await world.of(dialect).block(paid[0]?.height ?? 0);
    const hashes = await world.of(dialect).blockTransactions(header?.hash ?? "");
    expect(hashes?.sort()).toEqual(paid.slice(0, PER_BLOCK).map(({ hash }) => hash));
  });

  test("of an empty block", async () => {
    const header = await world.of(dialect).block(world.facts.tipHeight);
    expect(await world.of(dialect).blockTransactions(header?.hash ?? "")).toEqual([]);
  });

  test("each has bytes whose hash is its id", async () => {
    for (const { hash } of world.facts.paid.slice(0, 3))
      expect(await world.of(dialect).transactionBytes(hash)).toMatch(/^[0-9a-f]+$/);
  });
});
