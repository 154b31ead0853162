import { beforeEach, describe, expect, test } from "vitest";
import { blockHash, pageOf, type RefAnswer, refAnswers, serveChain, txHash } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const UNIT = "ab".repeat(28);
const LIST = `assets/${UNIT}/transactions`;
const HISTORY = `assets/${UNIT}/history`;

/** What a stretch finds, and how many calls it costs. */
async function read(from: number, to: number): Promise<{ hashes: string[]; calls: number }> {
  const before = held.server.asked.length;
  const refs = await held.source.assetTransactions(UNIT, from, to);
  return { hashes: refs.map(({ hash }) => hash), calls: held.server.asked.length - before };
}

const hashesIn = (list: readonly RefAnswer[], from: number, to: number) =>
  list.filter(({ block_height }) => block_height >= from && block_height <= to).map(({ tx_hash }) => tx_hash);

describe("an asset's transactions, of a server that ignores ranges", () => {
  let list: RefAnswer[];
  const serve = (entries: RefAnswer[], cap = 100) => {
    list = entries;
    held.server.routes[LIST] = (query) => ({ body: pageOf(list, query, cap) });
  };
  beforeEach(() => serveChain(held.server, 2_100));

  test.each([100, 25, 33])("any stretch of heights is found whole, with pages of at most %i", async (cap) => {
    serve(refAnswers(3_000, 7), cap);
    for (const [from, to] of [
      [100, 120],
      [0, 3],
      [425, 500],
      [5, 5],
      [0, 1_000],
      [300, 310],
      [600, 700],
    ] as const) {
      expect((await read(from, to)).hashes).toEqual(hashesIn(list, from, to));
    }
  });

  test("catching up costs calls in proportion to the list, not to its square", async () => {
    serve(refAnswers(20_000, 10));
    let calls = 0;
    for (let from = 1; from <= 2_000; from += 50) {
      const stretch = await read(from, from + 49);
      expect(stretch.hashes).toEqual(hashesIn(list, from, from + 49));
      calls += stretch.calls;
    }
    const pages = 20_000 / 100;
    expect(calls).toBeLessThan(3 * pages);
  });

  test("what lay above a stretch may land elsewhere before the next", async () => {
    const [first, second] = refAnswers(2, 1);
    if (!first || !second) throw new Error("two were made");
    serve([first, { ...second, block_height: 9 }]);
    expect((await read(1, 7)).hashes).toEqual([first.tx_hash]);
    serve([first, { ...second, block_height: 10 }]);
    expect(await held.source.assetTransactions(UNIT, 2, 10)).toMatchObject([{ hash: second.tx_hash, height: 10 }]);
  });

  test("beginning somewhere costs its logarithm", async () => {
    serve(refAnswers(20_000, 10));
    expect((await read(1_900, 1_905)).calls).toBeLessThan(25);
  });

  test("following it costs three calls where nothing happened, the asset's mints and burns included", async () => {
    serve(refAnswers(20_050, 10));
    await read(1_900, 2_010);
    for (let tip = 2_011; tip < 2_015; tip++) expect(await read(tip - 10, tip)).toMatchObject({ calls: 2 });
    list = refAnswers(20_052, 10);
    expect((await read(2_006, 2_016)).calls).toBeLessThanOrEqual(3);
  });

  test("a rollback that shortens the list is followed", async () => {
    serve(refAnswers(450, 10));
    await read(30, 45);
    const fork = refAnswers(230, 10).map((entry) => ({ ...entry, tx_hash: entry.tx_hash.replace("cc", "dd") }));
    list = [...list.slice(0, 150), ...fork.slice(150)];
    expect((await read(10, 50)).hashes).toEqual(hashesIn(list, 10, 50));
  });

  test("a list that is not in order is refused", async () => {
    serve(refAnswers(250, 10).toReversed());
    await expect(read(3, 4)).rejects.toThrow(/asked for oldest first, and page 1 is not/);
  });
});

describe("burns in a history of mints and burns that has no heights", () => {
  let entries: { tx_hash: string; action: string; amount: string }[];
  const heights = new Map<string, number>();
  const entry = (number: number, action: string) => ({ tx_hash: txHash(number), action, amount: "1" });

  /** Number n is in block n / 10, and burns where it is said to. */
  function serve(count: number, burned: readonly number[]) {
    entries = Array.from({ length: count }, (_, n) => entry(n, burned.includes(n) ? "burned" : "minted"));
    heights.clear();
    for (let number = 0; number < count; number++) land(number, Math.floor(number / 10));
    held.server.routes[HISTORY] = (query) => ({ body: pageOf(entries, query) });
  }

  function land(number: number, height: number) {
    const hash = txHash(number);
    heights.set(hash, height);
    held.server.routes[`txs/${hash}`] = () => ({
      body: {
        hash,
        block: blockHash(heights.get(hash) ?? 0),
        block_height: heights.get(hash),
        block_time: 0,
        slot: 0,
        index: 0,
        valid_contract: true,
      },
    });
  }
  beforeEach(() => serveChain(held.server, 1_100));

  test("after 10,000 mints a step costs one or two calls besides the list of transactions", async () => {
    serve(10_050, [3]);
    await read(950, 1_005);
    for (let tip = 1_006; tip < 1_010; tip++) expect((await read(tip - 36, tip)).calls - 1).toBeLessThanOrEqual(2);
  });

  test("without a burn among them the walk ends, and begins near the range", async () => {
    serve(10_050, []);
    expect((await read(1_000, 1_005)).calls).toBeLessThan(40);
  });

  test("a new burn is found, placed once, and found by every stretch that it is in", async () => {
    serve(10_050, [3]);
    await read(950, 1_004);
    entries.push(entry(10_050, "burned"));
    land(10_050, 1_005);
    expect((await read(969, 1_005)).hashes).toEqual([txHash(10_050)]);
    expect(await read(970, 1_006)).toEqual({ hashes: [txHash(10_050)], calls: 1 + 1 });
    expect((await read(0, 1)).hashes).toEqual([txHash(3)]);
    expect((await read(0, 1_006)).hashes).toEqual([txHash(3), txHash(10_050)]);
  });

  test("what is listed among the asset's transactions anyway is not asked for again", async () => {
    serve(50, [48]);
    const listed = { tx_hash: txHash(48), tx_index: 0, block_height: 4, block_time: 0 };
    held.server.routes[LIST] = (query) => ({ body: pageOf([listed], query) });
    expect((await read(3, 4)).hashes).toEqual([txHash(48)]);
    expect(held.server.asked.filter((path) => path.startsWith("txs/"))).toEqual([]);
  });

  test("a rollback that moves a burn, or drops it, is seen when its heights are read again", async () => {
    serve(2_000, [1_990]);
    expect((await read(150, 199)).hashes).toEqual([txHash(1_990)]);
    expect((await read(160, 200)).hashes).toEqual([txHash(1_990)]);
    heights.set(txHash(1_990), 201);
    expect((await read(155, 200)).hashes).toEqual([]);
    expect((await read(165, 201)).hashes).toEqual([txHash(1_990)]);
    entries = entries.slice(0, 1_950);
    expect((await read(155, 201)).hashes).toEqual([]);
  });

  test("an entry whose transaction is in no block any more is left out", async () => {
    serve(50, [48, 49]);
    delete held.server.routes[`txs/${txHash(49)}`];
    expect((await read(0, 10)).hashes).toEqual([txHash(48)]);
  });

  test("a transaction is told with the block of another: refused", async () => {
    serve(50, [48]);
    const other = held.server.routes[`txs/${txHash(3)}`];
    if (other) held.server.routes[`txs/${txHash(48)}`] = other;
    await expect(read(0, 10)).rejects.toMatchObject({ kind: "lying" });
  });
});
