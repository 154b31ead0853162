import { expect, test } from "vitest";
import {
  blockAnswer,
  pageOf,
  type RefAnswer,
  rangeOf,
  refAnswers,
  serveChain,
  txHash,
} from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const ADDRESS = "addr_test1vz";
const UNIT = "ab".repeat(28);
const ADDRESS_PATH = `addresses/${ADDRESS}/transactions`;
const ASSET_PATH = `assets/${UNIT}/transactions`;
const hashes = (refs: readonly { hash: string }[]) => refs.map(({ hash }) => hash);
const expected = (list: readonly RefAnswer[]) => list.map(({ tx_hash }) => tx_hash);

test("one page needs one call", async () => {
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf(refAnswers(7, 2), query) });
  const refs = await held.source.addressTransactions(ADDRESS, 2, 3);
  expect(refs).toEqual([
    { hash: txHash(2), height: 2, indexInBlock: 0 },
    { hash: txHash(3), height: 2, indexInBlock: 1 },
    { hash: txHash(4), height: 3, indexInBlock: 0 },
    { hash: txHash(5), height: 3, indexInBlock: 1 },
  ]);
  expect(held.server.asked).toEqual([`${ADDRESS_PATH}?page=1&count=100&order=asc&from=2&to=3`]);
});

test("an address and an asset that were never seen have no transactions", async () => {
  expect(await held.source.addressTransactions(ADDRESS, 0, 9)).toEqual([]);
  expect(await held.source.assetTransactions(UNIT, 0, 9)).toEqual([]);
});

test("a proxy's page is not taken for a history without transactions", async () => {
  const page = { status: 404, body: "<html><h1>Not Found</h1></html>" };
  held.server.routes[ADDRESS_PATH] = () => page;
  held.server.routes[ASSET_PATH] = () => page;
  await expect(held.source.addressTransactions(ADDRESS, 0, 9)).rejects.toMatchObject({
    kind: "not-supported",
  });
  await expect(held.source.assetTransactions(UNIT, 0, 9)).rejects.toMatchObject({ kind: "not-supported" });
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
  expect(calls).toHaveLength(4);
});

test.each([50, 20])("a server whose pages end at %i in silence is read whole", async (largest) => {
  const list = refAnswers(130, 7);
  serveChain(held.server, 20);
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf(list, query, largest) });
  expect(hashes(await held.source.addressTransactions(ADDRESS, 0, 20))).toEqual(expected(list));
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

test.each([
  ["new", 38, 40, ["asc", "desc", "desc"]],
  ["old", 2, 4, ["asc", "asc"]],
])("a server without ranges of assets is walked from the nearer end: %s", async (_, from, to, orders) => {
  const list = refAnswers(400, 10);
  serveChain(held.server, 40);
  held.server.routes[ASSET_PATH] = (query) => ({ body: pageOf(list, query) });
  const refs = await held.source.assetTransactions(UNIT, from, to);
  const inRange = list.filter(({ block_height }) => block_height >= from && block_height <= to);
  expect(hashes(refs)).toEqual(expected(inRange));
  const asked = held.server.asked.filter((path) => path.startsWith(ASSET_PATH));
  expect(asked.map((path) => /order=(\w+)/.exec(path)?.[1])).toEqual(orders.slice(0, asked.length));
});

test("a long walk from the newest survives blocks that arrive meanwhile", async () => {
  const list = refAnswers(400, 10);
  serveChain(held.server, 40);
  held.server.routes[ASSET_PATH] = (query, count) => {
    const grown = [...list, ...refAnswers(400 + 15 * count, 10).slice(400)];
    return { body: pageOf(grown, query) };
  };
  const refs = await held.source.assetTransactions(UNIT, 20, 40);
  expect(hashes(refs)).toEqual(expected(list.filter(({ block_height }) => block_height >= 20)));
});
