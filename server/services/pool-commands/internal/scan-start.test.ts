import { expect, it } from "vitest";
import type { BlockHeader, ChainSource } from "@/server/domain/ports";
import { scanStart } from "./scan-start";

/** A chain of blocks from one height to another, of which any k may be undone. */
function chain(first: number, tip: number, securityParam: number): ChainSource {
  const block = async (height: number | string): Promise<BlockHeader | null> =>
    Number(height) < first || Number(height) > tip
      ? null
      : { hash: "ab".repeat(32), height: Number(height), slot: Number(height), previousHash: null, timeMs: 0 };
  const genesis = async () => ({ networkMagic: 42, systemStartMs: 0, securityParam, eras: [] });
  return { name: "a chain", block, genesis } as Partial<ChainSource> as ChainSource;
}

it.each<[string, number, number, number]>([
  ["whose heights begin at 0, younger than k", 0, 20, 0],
  ["whose heights begin at 1, younger than k", 1, 20, 1],
  ["whose heights begin at 1, exactly k old", 1, 100, 1],
  ["whose heights begin at 1, older than k", 1, 250, 150],
  ["with nothing but its first block", 1, 1, 1],
])("a chain %s can be deployed to", async (_, first, tip, start) => {
  expect((await scanStart(chain(first, tip, 100), tip)).height).toBe(start);
});

it("a source that has forgotten where the scan would begin is refused in words", async () => {
  await expect(scanStart(chain(200, 250, 100), 250)).rejects.toThrow(/a chain does not know block 150 of its own/);
});
