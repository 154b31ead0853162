import { expect, test } from "vitest";
import { blockAnswer, blockHash, ERAS, pageOf, serveChain } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource();
const run = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => blockAnswer(from + index));

test("reads the tip and blocks by hash and height", async () => {
  serveChain(held.server, 7);
  const expected = {
    hash: blockHash(7),
    height: 7,
    slot: 140,
    previousHash: blockHash(6),
    timeMs: 1_700_000_140_000,
  };
  expect(await held.source.tip()).toEqual(expected);
  expect(await held.source.block(7)).toEqual(expected);
  expect(await held.source.block(blockHash(7))).toEqual(expected);
});

test("a block's time is its slot's, finer than the server's whole seconds", async () => {
  serveChain(held.server, 7);
  const body = ERAS.map((era) => ({ ...era, parameters: { ...era.parameters, slot_length: 0.2 } }));
  held.server.routes["network/eras"] = () => ({ body });
  held.server.routes["blocks/latest"] = () => ({
    body: { ...blockAnswer(7), slot: 138, time: 1_700_000_027 },
  });
  expect((await held.source.tip()).timeMs).toBe(1_700_000_027_600);
});

test("a block that is not there is null", async () => {
  serveChain(held.server, 7);
  expect(await held.source.block(8)).toBeNull();
  expect(await held.source.block(blockHash(7, "b"))).toBeNull();
  expect(await held.source.blocksAfter(blockHash(7, "b"), 10)).toBeNull();
});

test("another block than asked for is a lie", async () => {
  serveChain(held.server, 7);
  held.server.routes["blocks/5"] = () => ({ body: blockAnswer(6) });
  await expect(held.source.block(5)).rejects.toMatchObject({ kind: "lying" });
});

test("a block dated off its slot is refused", async () => {
  serveChain(held.server, 7);
  const { time, ...rest } = blockAnswer(7);
  held.server.routes["blocks/latest"] = () => ({ body: { ...rest, time: time + 600 } });
  await expect(held.source.tip()).rejects.toThrow(/by the server's own eras/);
});

test("pages through more than 100 blocks, up to the limit", async () => {
  serveChain(held.server, 0);
  held.server.routes[`blocks/${blockHash(0)}/next`] = (query) => ({ body: pageOf(run(1, 250), query) });
  const all = await held.source.blocksAfter(blockHash(0), 1_000);
  expect(all?.map(({ height }) => height)).toEqual(run(1, 250).map(({ height }) => height));
  const some = await held.source.blocksAfter(blockHash(0), 120);
  expect(some?.at(-1)?.height).toBe(120);
  expect(await held.source.blocksAfter(blockHash(0), 3)).toHaveLength(3);
});

test("a page that is short for the server's own limit is not the last", async () => {
  serveChain(held.server, 0);
  held.server.routes[`blocks/${blockHash(0)}/next`] = (query) => ({ body: pageOf(run(1, 30), query, 7) });
  expect(await held.source.blocksAfter(blockHash(0), 1_000)).toHaveLength(30);
});

test("a short page whose last block says that none follows is the last", async () => {
  serveChain(held.server, 0);
  const body = run(1, 3).map((block) => ({
    ...block,
    next_block: block.height < 3 ? blockHash(block.height + 1) : null,
  }));
  held.server.routes[`blocks/${blockHash(0)}/next`] = () => ({ body });
  expect(await held.source.blocksAfter(blockHash(0), 1_000)).toHaveLength(3);
  expect(held.server.asked.filter((path) => path.includes("/next"))).toHaveLength(1);
});

test("nothing follows the tip", async () => {
  serveChain(held.server, 2);
  held.server.routes[`blocks/${blockHash(2)}/next`] = () => ({ body: [] });
  expect(await held.source.blocksAfter(blockHash(2), 10)).toEqual([]);
});

test.each([
  ["a first block that does not follow", [blockAnswer(3), blockAnswer(4)]],
  ["a gap", [blockAnswer(2), blockAnswer(4)]],
  ["a block of another fork", [blockAnswer(2), blockAnswer(3, "b")]],
  ["the wrong height", [blockAnswer(2), { ...blockAnswer(3), height: 5 }]],
])("%s is a lie", async (_, body) => {
  serveChain(held.server, 1);
  held.server.routes[`blocks/${blockHash(1)}/next`] = () => ({ body });
  await expect(held.source.blocksAfter(blockHash(1), 10)).rejects.toMatchObject({ kind: "lying" });
});

test("a rollback between two pages is read again", async () => {
  serveChain(held.server, 0);
  const forked = run(1, 150).map(({ height }) => (height <= 50 ? blockAnswer(height) : blockAnswer(height, "b")));
  // Block 51 of fork b follows block 50 of fork a.
  const joined = forked.map((block) => (block.height === 51 ? { ...block, previous_block: blockHash(50) } : block));
  held.server.routes[`blocks/${blockHash(0)}/next`] = (query, count) => ({
    body: pageOf(count === 0 ? run(1, 150) : joined, query),
  });
  const read = await held.source.blocksAfter(blockHash(0), 150);
  expect(read?.at(-1)?.hash).toBe(blockHash(150, "b"));
  expect(read).toHaveLength(150);
});
