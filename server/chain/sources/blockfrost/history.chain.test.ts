import { expect, test } from "vitest";
import {
  blockAnswer,
  pageOf,
  type RefAnswer,
  rangeOf,
  refAnswers,
  SLOTS_A_BLOCK,
  SYSTEM_START_S,
  serveChain,
  txHash,
} from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const ADDRESS = "addr_test1vz";
const UNIT = "ab".repeat(28);
const ADDRESS_PATH = `addresses/${ADDRESS}/transactions`;
const hashes = (refs: readonly { hash: string }[]) => refs.map(({ hash }) => hash);
const expected = (list: readonly RefAnswer[]) => list.map(({ tx_hash }) => tx_hash);

test("an empty list costs one call, a short one two: only an empty page is an end", async () => {
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf(refAnswers(7, 2), query) });
  const refs = await held.source.addressTransactions(ADDRESS, 2, 3);
  expect(refs).toEqual([
    { hash: txHash(2), height: 2, timeSeconds: SYSTEM_START_S + 2 * SLOTS_A_BLOCK },
    { hash: txHash(3), height: 2, timeSeconds: SYSTEM_START_S + 2 * SLOTS_A_BLOCK },
    { hash: txHash(4), height: 3, timeSeconds: SYSTEM_START_S + 3 * SLOTS_A_BLOCK },
    { hash: txHash(5), height: 3, timeSeconds: SYSTEM_START_S + 3 * SLOTS_A_BLOCK },
  ]);
  expect(await held.source.addressTransactions(ADDRESS, 50, 60)).toEqual([]);
  expect(held.server.asked).toEqual([
    `${ADDRESS_PATH}?page=1&count=100&order=asc&from=2&to=3`,
    `${ADDRESS_PATH}?page=2&count=4&order=asc&from=2&to=3`,
    `${ADDRESS_PATH}?page=1&count=100&order=asc&from=50&to=60`,
  ]);
});

test("an address and an asset that were never seen have no transactions", async () => {
  expect(await held.source.addressTransactions(ADDRESS, 0, 9)).toEqual([]);
  expect(await held.source.assetTransactions(UNIT, 0, 9)).toEqual([]);
});

test("an empty range asks nothing", async () => {
  expect(await held.source.addressTransactions(ADDRESS, 5, 4)).toEqual([]);
  expect(held.server.asked).toEqual([]);
});

test("pages of more than 100 transactions: all of them, in order, once", async () => {
  const list = refAnswers(250, 30);
  serveChain(held.server, 20);
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf(list, query) });
  expect(hashes(await held.source.addressTransactions(ADDRESS, 0, 20))).toEqual(expected(list));
  const calls = held.server.asked.filter((path) => path.startsWith(ADDRESS_PATH));
  expect(calls).toHaveLength(1 + 4);
});

test("inside a block the order is that of hashes: the index is not to be relied on", async () => {
  const list = refAnswers(6, 3).map((entry) => ({ ...entry, tx_index: 0 }));
  held.server.routes[ADDRESS_PATH] = (query) => ({
    body: rangeOf(
      [2, 1, 0, 4, 5, 3].flatMap((i) => list[i] ?? []),
      query,
    ),
  });
  expect(hashes(await held.source.addressTransactions(ADDRESS, 0, 9))).toEqual(expected(list));
});

test("a rollback between two pages is noticed and read again", async () => {
  const before = refAnswers(250, 10);
  const after = before.filter(({ block_height }) => block_height !== 4);
  serveChain(held.server, 30);
  let rolledBack = false;
  held.server.routes["blocks/30"] = () => ({ body: blockAnswer(30, rolledBack ? "b" : "a") });
  held.server.routes[ADDRESS_PATH] = (query, count) => {
    rolledBack ||= count === 2;
    return { body: rangeOf(rolledBack ? after : before, query) };
  };
  expect(hashes(await held.source.addressTransactions(ADDRESS, 0, 30))).toEqual(expected(after));
});

test("an entry on two pages is never taken for two, nor its neighbour for lost", async () => {
  const list = refAnswers(250, 10);
  serveChain(held.server, 30);
  // Every second page comes from a back end that has one entry more at the front.
  held.server.routes[ADDRESS_PATH] = (query) => {
    const isEven = Number(query.get("page")) % 2 === 0;
    return { body: rangeOf(isEven ? [...refAnswers(251, 10).slice(250), ...list] : list, query) };
  };
  await expect(held.source.addressTransactions(ADDRESS, 0, 30)).rejects.toMatchObject({
    kind: "unavailable",
  });
});

test("a chain that never stands still is said to be unavailable", async () => {
  serveChain(held.server, 30);
  held.server.routes["blocks/30"] = (_, count) => ({ body: blockAnswer(30, count % 2 ? "b" : "a") });
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf(refAnswers(250, 10), query) });
  await expect(held.source.addressTransactions(ADDRESS, 0, 30)).rejects.toMatchObject({
    kind: "unavailable",
  });
});

test("a server that ignores the range of an address is lying", async () => {
  serveChain(held.server, 30);
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: pageOf(refAnswers(250, 10), query) });
  await expect(held.source.addressTransactions(ADDRESS, 20, 22)).rejects.toMatchObject({
    kind: "lying",
    message: expect.stringContaining("ignores the range of blocks 20 to 22"),
  });
});

test("a server that ignores pages is lying", async () => {
  serveChain(held.server, 30);
  held.server.routes[ADDRESS_PATH] = () => ({ body: refAnswers(100, 10) });
  await expect(held.source.addressTransactions(ADDRESS, 0, 30)).rejects.toMatchObject({ kind: "lying" });
});
