import { beforeEach, describe, expect, test } from "vitest";
import {
  blockAnswer,
  blockHash,
  pageOf,
  SYSTEM_START_S,
  serveChain,
  txHash,
} from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const HASH = txHash(1);
const PLACE = {
  hash: HASH,
  block: blockHash(3),
  block_height: 3,
  block_time: SYSTEM_START_S + 60,
  slot: 60,
  index: 4,
  valid_contract: false,
};

beforeEach(() => serveChain(held.server, 5));

describe("the place of a transaction", () => {
  const serve = (changes: object = {}) => {
    held.server.routes[`txs/${HASH}`] = () => ({ body: { ...PLACE, ...changes } });
  };

  test("is its block, with the time of the slot, and whether its scripts succeeded", async () => {
    serve();
    expect(await held.source.transactionPlace(HASH)).toEqual({
      blockHash: blockHash(3),
      height: 3,
      slot: 60,
      timeMs: 1_700_000_060_000,
      valid: false,
    });
    expect(await held.source.transactionPlace(txHash(2))).toBeNull();
  });

  test("needs no index in the block, which some servers do not know", async () => {
    serve({ index: null });
    expect(await held.source.transactionPlace(HASH)).toMatchObject({ height: 3 });
  });

  test.each<[string, object, RegExp]>([
    ["of another transaction", { hash: txHash(2) }, /asked for txs\/.*, got transaction/],
    ["without a block", { block: null }, /block: .*; it is null/],
    ["with a validity in words", { valid_contract: "yes" }, /valid_contract: .*(boolean|true or false).*; it is "yes"/],
    ["dated off its slot", { block_time: SYSTEM_START_S + 600 }, /by the server's own eras/],
  ])("%s is refused", async (_, changes, words) => {
    serve(changes);
    await expect(held.source.transactionPlace(HASH)).rejects.toThrow(words);
  });
});

describe("the transactions of a block", () => {
  const PATH = `blocks/${blockHash(3)}/txs`;
  const hashes = (count: number) => Array.from({ length: count }, (_, index) => txHash(index));
  const asked = () => held.server.asked.filter((path) => path.startsWith(PATH));
  const serve = (count: number, told?: number) => {
    held.server.routes[PATH] = (query) => ({ body: pageOf(hashes(count), query, 100) });
    held.server.routes[`blocks/${blockHash(3)}`] = () => ({ body: { ...blockAnswer(3), tx_count: told } });
  };

  test.each([0, 1, 100, 230])("%i: all of them, until a page is empty", async (count) => {
    serve(count);
    expect(await held.source.blockTransactions(blockHash(3))).toEqual(hashes(count));
    expect(asked()).toHaveLength([0, 1, 100, 230].indexOf(count) === 0 ? 1 : Math.ceil(count / 100) + 1);
  });

  test("a header that was read before tells how many there are, and saves the empty page", async () => {
    serve(130, 130);
    await held.source.block(blockHash(3));
    expect(await held.source.blockTransactions(blockHash(3))).toEqual(hashes(130));
    expect(asked()).toHaveLength(2);
  });

  test.each([0, 129, 131])("a header that tells another number (%i of 130) is a lie, believed once", async (told) => {
    serve(130, told);
    await held.source.block(blockHash(3));
    await expect(held.source.blockTransactions(blockHash(3))).rejects.toMatchObject({ kind: "lying" });
    expect(await held.source.blockTransactions(blockHash(3))).toEqual(hashes(130));
  });

  test("a transaction that is listed twice is refused", async () => {
    held.server.routes[PATH] = (query) => ({ body: pageOf([...hashes(3), txHash(1)], query) });
    await expect(held.source.blockTransactions(blockHash(3))).rejects.toThrow(/shows an entry twice/);
  });
});
