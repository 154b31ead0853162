import { describe, expect, test } from "vitest";
import type { DevnetTip } from "@/server/devnet/control-protocol";
import { newTestWallet } from "../chain/wallet";
import type { TestDevnet } from "../devnet/harness";
import { DIALECTS, SOURCES } from "./dialects";
import { createPayer } from "./pay";
import type { SourceOf, World } from "./share-world";

/** Blocks one after the other: in the first of them somebody is paid who is paid nowhere else. */
export type Branch = {
  readonly payee: string;
  readonly txHash: string;
  readonly first: DevnetTip;
  readonly last: DevnetTip;
  readonly blocks: number;
};

/** One chain up to the end of `trunk`; then the blocks that were left, and those that are there now. */
export type Forks = { readonly trunk: Branch; readonly left: Branch; readonly taken: Branch };

export async function grow(devnet: TestDevnet, blocks: number, payee = newTestWallet().address): Promise<Branch> {
  const pay = await createPayer(devnet);
  const txHash = await pay({ address: payee, lovelace: 2_000_000n });
  const { tip: first } = await devnet.control.mine();
  const { tip: last } = blocks > 1 ? await devnet.control.mine(blocks - 1) : { tip: first };
  return { payee, txHash, first, last, blocks };
}

/** Asks each source for all of a branch, so that what it remembers of it is put to the test later. */
export async function readBranch(of: SourceOf, trunk: Branch, { payee, txHash, first, last }: Branch): Promise<void> {
  for (const dialect of DIALECTS) {
    const source = of(dialect);
    expect(await source.tip()).toMatchObject(last);
    expect(await source.block(first.hash)).toMatchObject(first);
    expect(await source.addressTransactions(payee, 1, last.height)).toMatchObject([{ hash: txHash }]);
    expect(await source.transactionPlace(txHash)).toMatchObject({ blockHash: first.hash });
    expect(await source.unspentOutputs(payee)).toHaveLength(1);
  }
  for (const dialect of SOURCES) {
    const source = of(dialect);
    expect((await source.blocksAfter(trunk.last.hash, 10))?.[0]).toMatchObject(first);
    expect(await source.blockTransactions(first.hash)).toEqual([txHash]);
    expect(await source.transactionBytes(txHash)).toMatch(/^84/);
  }
}

/** Shows in every dialect that the one branch is gone, the other is there, and the trunk is what it was. */
export function tellsTheFork(world: Pick<World<Forks>, "facts" | "of">): void {
  describe.each(DIALECTS)("$name", (dialect) => {
    const source = () => world.of(dialect);

    test("the blocks are gone, and others are in their place", async () => {
      const { trunk, left, taken } = world.facts;
      expect(await source().tip()).toMatchObject(taken.last);
      for (const gone of [left.first, left.last]) {
        expect(await source().block(gone.hash)).toBeNull();
        expect(await source().block(gone.hash, gone)).toBeNull();
      }
      expect(await source().block(taken.first.height)).toMatchObject({
        ...taken.first,
        previousHash: trunk.last.hash,
      });
      expect(await source().block(trunk.last.hash)).toMatchObject(trunk.last);
    });

    test("what was in them did not happen", async () => {
      const { left, taken } = world.facts;
      expect(await source().transactionPlace(left.txHash)).toBeNull();
      expect(await source().addressTransactions(left.payee, 1, taken.last.height)).toEqual([]);
      expect(await source().unspentOutputs(left.payee)).toEqual([]);
    });

    test("what was before them did, and so did what came instead", async () => {
      const { trunk, taken } = world.facts;
      for (const { payee, txHash, first } of [trunk, taken]) {
        const listed = { hash: txHash, height: first.height };
        expect(await source().addressTransactions(payee, 1, taken.last.height)).toMatchObject([listed]);
        expect(await source().transactionPlace(txHash)).toMatchObject({ blockHash: first.hash, valid: true });
        expect(await source().unspentOutputs(payee)).toMatchObject([{ lovelace: 2_000_000n }]);
      }
    });
  });

  describe.each(SOURCES)("$name", (dialect) => {
    const source = () => world.of(dialect);

    test("no block follows one that is gone, and the new ones follow the last that stayed", async () => {
      const { trunk, left, taken } = world.facts;
      expect(await source().blocksAfter(left.last.hash, 10)).toBeNull();
      expect(await source().blocksAfter(left.first.hash, 10)).toBeNull();
      expect(await source().blocksAfter(left.first.hash, 0)).toBeNull();
      const after = await source().blocksAfter(trunk.last.hash, 10);
      expect(after).toHaveLength(taken.blocks);
      expect(after?.[0]).toMatchObject(taken.first);
      expect(after?.at(-1)).toMatchObject(taken.last);
    });

    test("neither transactions of such a block nor bytes of one of them are known", async () => {
      const { left, taken } = world.facts;
      expect(await source().blockTransactions(left.first.hash)).toBeNull();
      expect(await source().blockTransactions(taken.first.hash)).toEqual([taken.txHash]);
      expect(await source().transactionBytes(left.txHash)).toBeNull();
    });
  });
}
