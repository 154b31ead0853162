import { describe, expect, test } from "vitest";
import { pageOf, type RefAnswer, rangeOf, refAnswers, serveChain } from "@/server/testing/chain/canned-chain";
import type { Reply } from "@/server/testing/chain/canned-server";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const ADDRESS = "addr_test1vz";
const UNIT = "ab".repeat(28);
const ADDRESS_PATH = `addresses/${ADDRESS}/transactions`;
const asked = () => held.server.asked.filter((path) => path.startsWith(ADDRESS_PATH));

/** How servers cut a list of which they serve only so many entries a page, whatever is asked for. */
const CUTS: [string, (list: readonly RefAnswer[], query: URLSearchParams, cap: number) => RefAnswer[]][] = [
  ["by what it serves", (list, query, cap) => rangeOf(list, query, cap)],
  [
    "by what is asked for",
    (list, query, cap) => {
      const count = Number(query.get("count"));
      const start = (Number(query.get("page")) - 1) * count;
      return inRange(list, query).slice(start, start + Math.min(count, cap));
    },
  ],
  [
    "always by the same number",
    (list, query, cap) => {
      const page = Number(query.get("page"));
      return inRange(list, query).slice((page - 1) * cap, page * cap);
    },
  ],
];
const inRange = (list: readonly RefAnswer[], query: URLSearchParams) => {
  const all = new URLSearchParams(query);
  all.set("page", "1");
  all.set("count", "1000000");
  return rangeOf(list, all, 1_000_000);
};

describe.each(CUTS)("a server that caps its pages in silence and counts them %s", (_, cut) => {
  test.each([
    [25, 130],
    [33, 130],
    [33, 20],
    [25, 25],
    [25, 90],
    [99, 130],
    [1, 12],
  ])("is read whole: %i a page, %i entries", async (cap, length) => {
    const list = refAnswers(length, 7);
    serveChain(held.server, 20);
    held.server.routes[ADDRESS_PATH] = (query) => ({ body: cut(list, query, cap) });
    const refs = await held.source.addressTransactions(ADDRESS, 0, 20);
    expect(refs.map(({ hash }) => hash)).toEqual(list.map(({ tx_hash }) => tx_hash));
  });
});

test("a hundred thousand entries of which a range has few cost what the range has", async () => {
  const list = refAnswers(100_000, 10);
  serveChain(held.server, 1);
  held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf(list, query) });
  expect(await held.source.addressTransactions(ADDRESS, 500, 502)).toHaveLength(30);
  expect(asked()).toHaveLength(2);
});

const DEEP: Reply = { status: 400, body: { status_code: 400, error: "Bad Request", message: "scan limit exceeded" } };

describe("pages that are refused for their depth", () => {
  const serve = (list: readonly RefAnswer[], isRefused: (query: URLSearchParams) => boolean, reply = DEEP) => {
    serveChain(held.server, 40);
    held.server.routes[ADDRESS_PATH] = (query) => (isRefused(query) ? reply : { body: rangeOf(list, query) });
  };
  const number = (query: URLSearchParams, name: string) => Number(query.get(name));
  const beyond = (most: number) => (query: URLSearchParams) => number(query, "page") * number(query, "count") > most;
  const readAll = async () => (await held.source.addressTransactions(ADDRESS, 0, 40)).map(({ hash }) => hash);

  test.each<[string, Reply]>([
    ["Dolos's words", DEEP],
    ["other words", { status: 400, body: "too deep, sorry" }],
    ["an empty body", { status: 400, body: "" }],
  ])("with %s: the range is halved", async (_, reply) => {
    const list = refAnswers(3_100, 100);
    serve(list, beyond(3_000), reply);
    expect(await readAll()).toEqual(list.map(({ tx_hash }) => tx_hash));
  });

  test("by their number: the range is halved", async () => {
    const list = refAnswers(1_000, 30);
    serve(list, (query) => number(query, "page") > 4);
    expect(await readAll()).toEqual(list.map(({ tx_hash }) => tx_hash));
  });

  test("in the one block that has so many: the page size is reduced", async () => {
    const list = refAnswers(2_950, 2_950);
    serve(list, beyond(3_000));
    expect(await readAll()).toEqual(list.map(({ tx_hash }) => tx_hash));
  });

  test("in one block, to the end: in words, with server, route and answer", async () => {
    serve(refAnswers(3_050, 3_050), beyond(3_000));
    await expect(readAll()).rejects.toThrow(/canned: the server refused addresses.*transactions.*scan limit exceeded/);
  });

  test("of a list without ranges: the page size is reduced", async () => {
    serveChain(held.server, 3);
    const holders = Array.from({ length: 2_950 }, (_, index) => ({ address: `addr${index}`, quantity: "1" }));
    held.server.routes[`assets/${UNIT}/addresses`] = (query) =>
      beyond(3_000)(query) ? DEEP : { body: pageOf(holders, query) };
    expect(await held.source.assetHolders(UNIT)).toHaveLength(2_950);
  });

  test("a page size that is refused is reduced", async () => {
    serve(refAnswers(130, 100), (query) => number(query, "count") > 50);
    expect(await readAll()).toHaveLength(130);
  });

  test("a range beyond the server's tip is refused in words after its halves were tried", async () => {
    serve(refAnswers(30, 1), (query) => number(query, "to") > 35);
    await expect(readAll()).rejects.toMatchObject({ kind: "wrong-answer", details: { status: 400 } });
  });
});

describe("pages that cannot be believed", () => {
  test("more entries than were asked for", async () => {
    serveChain(held.server, 20);
    held.server.routes[ADDRESS_PATH] = () => ({ body: refAnswers(130, 7) });
    await expect(held.source.addressTransactions(ADDRESS, 0, 20)).rejects.toMatchObject({
      kind: "lying",
      message: expect.stringContaining("answers 130 entries where 100 were asked for"),
    });
  });

  test("an entry twice on one page", async () => {
    serveChain(held.server, 20);
    const list = refAnswers(5, 7);
    held.server.routes[ADDRESS_PATH] = (query) => ({ body: rangeOf([...list, ...list.slice(2, 3)], query) });
    await expect(held.source.addressTransactions(ADDRESS, 0, 20)).rejects.toMatchObject({ kind: "unavailable" });
  });
});
