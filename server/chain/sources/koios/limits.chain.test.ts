import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChainSource } from "@/server/domain/ports";
import { SYSTEM_START_S, txHash } from "@/server/testing/chain/canned-chain";
import { type CannedServer, startCannedServer } from "@/server/testing/chain/canned-server";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { createKoiosSource } from "./source";

/* What Koios bounds: the length of a question, the rows of an answer, and how often it may be asked. */
let server: CannedServer;
beforeEach(async () => {
  server = await startCannedServer("/api/v1");
});
afterEach(() => server.close());

const open = (token?: string): ChainSource =>
  createKoiosSource({ url: server.url, name: "canned", token, retry: QUICK_RETRY, timeoutMs: 1_000 });

describe("the length of a question", () => {
  test.each<[string, string | undefined, number, number]>([
    ["of anybody", undefined, 14, 1_000],
    ["of a registered user", "TOKEN", 74, 5_000],
  ])("%s", async (_, token, most, bytes) => {
    server.routes.tx_cbor = () => ({ body: [] });
    const source = open(token);
    const hashes = Array.from({ length: 150 }, (_, number) => txHash(number));
    expect(await Promise.all(hashes.map(source.transactionBytes))).toEqual(hashes.map(() => null));
    const asked = server.bodies.map((body) => (JSON.parse(body.toString()) as { _tx_hashes: string[] })._tx_hashes);
    expect(asked.flat()).toEqual(hashes);
    expect(asked).toHaveLength(Math.ceil(150 / most));
    for (const body of server.bodies) expect(body.length).toBeLessThanOrEqual(bytes);
  });

  test("a hash that is asked for twice is told to both, and sent once", async () => {
    server.routes.tx_cbor = () => ({ body: [] });
    const source = open();
    await Promise.all([source.transactionBytes(txHash(1)), source.transactionBytes(txHash(1))]);
    expect(server.asked).toHaveLength(1);
  });

  test("one too long is told in the server's words", async () => {
    server.routes.tx_cbor = () => ({ status: 413, body: "413 - Payload Too Large" });
    await expect(open().transactionBytes(txHash(1))).rejects.toThrow(/refused tx_cbor \(413\).*Payload Too Large/);
  });
});

describe("the rows of an answer", () => {
  const row = (number: number) => ({ tx_hash: txHash(number), block_height: 5, block_time: SYSTEM_START_S });

  /** A list of so many rows, of which a page holds at most `largest`. */
  function serveList(count: number, largest: number) {
    const rows = Array.from({ length: count }, (_, number) => row(number));
    const block = { hash: txHash(9), abs_slot: 100, block_height: 5, block_time: SYSTEM_START_S + 100, tx_count: 0 };
    server.routes.blocks = () => ({ body: [{ ...block, parent_hash: null }] });
    server.routes.genesis = () => ({
      body: [
        { networkmagic: "42", systemstart: SYSTEM_START_S, securityparam: "432", slotlength: "1", epochlength: "500" },
      ],
    });
    server.routes.tip = () => ({ body: [{ ...block, epoch_no: 0, epoch_slot: 100 }] });
    server.routes.era_summaries = () => ({ body: [{ era: "Conway", epoch_no: 0 }] });
    server.routes.address_txs = (query) => {
      const offset = Number(query.get("offset"));
      return { body: rows.slice(offset, offset + Math.min(largest, Number(query.get("limit")))) };
    };
    return rows.map(({ tx_hash }) => tx_hash);
  }

  const list = async (source: ChainSource) =>
    (await source.addressTransactions("addr_test1", 0, 5)).map(({ hash }) => hash);

  test.each<[number, number]>([
    [999, 1_000],
    [1_000, 1_000],
    [1_001, 1_000],
    [2_500, 1_000],
    [250, 100],
    [200, 100],
  ])("%d rows in pages of %d are all there", async (count, largest) => {
    const rows = serveList(count, largest);
    expect(await list(open())).toEqual(rows);
  });

  test("a page that is not full is asked on from, though the server gave larger ones before", async () => {
    const source = open();
    const many = serveList(1_000, 1_000);
    expect(await list(source)).toEqual(many);
    // Another server behind the same address, or the same one set up anew.
    const rows = serveList(250, 100);
    expect(await list(source)).toEqual(rows);
  });

  test("a list that changes between two pages is read again, between two looks at its last block", async () => {
    const rows = serveList(1_500, 1_000);
    const steady = server.routes.address_txs;
    let asked = 0;
    server.routes.address_txs = (query, count) => {
      asked++;
      // The second page between the looks repeats the last row of the first: one was added before it.
      const shift = asked === 3 ? -1 : 0;
      const moved = new URLSearchParams(query);
      moved.set("offset", String(Number(query.get("offset")) + shift));
      return steady?.(moved, count) ?? { body: [] };
    };
    expect(await list(open())).toEqual(rows);
  });

  test("a server that ignores the offset", async () => {
    serveList(1_500, 1_000);
    const steady = server.routes.address_txs;
    server.routes.address_txs = (_, count) =>
      steady?.(new URLSearchParams("limit=1000&offset=0"), count) ?? { body: [] };
    await expect(list(open())).rejects.toMatchObject({ kind: "lying", message: expect.stringMatching(/offset/) });
  });

  test("a server that ignores the limit", async () => {
    serveList(1_500, 2_000);
    const steady = server.routes.address_txs;
    server.routes.address_txs = (_, count) =>
      steady?.(new URLSearchParams("limit=2000&offset=0"), count) ?? { body: [] };
    await expect(list(open())).rejects.toMatchObject({ kind: "lying" });
  });

  test("more rows than were asked for say nothing of how many a page may have", async () => {
    const source = open();
    const rows = serveList(2_500, 1_000);
    const honest = server.routes.address_txs;
    server.routes.address_txs = () => ({ body: Array.from({ length: 1_001 }, (_, number) => row(number)) });
    await expect(list(source)).rejects.toMatchObject({ kind: "lying" });
    server.routes.address_txs = honest as NonNullable<typeof honest>;
    expect(await list(source)).toEqual(rows);
  });
});

describe("how often it may be asked", () => {
  test("after too many requests nothing is sent for a minute, though no header says so", async () => {
    server.routes.tip = () => ({ status: 429, body: "429 - Too many requests" });
    server.routes.genesis = server.routes.tip;
    server.routes.blocks = server.routes.tip;
    const source = open();
    const before = Date.now();
    const error = await source.tip().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ kind: "rate-limited" });
    const { retryAtMs } = (error as { details: { retryAtMs: number } }).details;
    expect(retryAtMs).toBeGreaterThanOrEqual(before + 60_000);
    const asked = server.asked.length;
    await expect(source.assetSupply("ab".repeat(28))).rejects.toMatchObject({ kind: "rate-limited" });
    expect(server.asked).toHaveLength(asked);
  });

  test("the token is sent, and never told", async () => {
    server.routes.blocks = () => ({ status: 401, body: { message: "JWSError: SECRETTOKEN" } });
    const source = open("SECRETTOKEN");
    await expect(source.tip()).rejects.toMatchObject({
      kind: "unauthorised",
      message: expect.not.stringContaining("SECRETTOKEN"),
    });
  });
});
