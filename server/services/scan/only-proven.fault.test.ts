import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chainTransaction, sourceState } from "@/db/schema";
import type { FaultRule } from "@/server/devnet/faults";
import type { TxOutput } from "@/server/domain/ports";
import { readWithInputs } from "@/server/testing/chain/read-transaction";
import { payment, type TestWallet } from "@/server/testing/chain/wallet";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { gameSubject } from "../followed/followed";
import { loadOutputs } from "../followed/known-outputs";
import { findPlays } from "./internal/find-plays";

const LISTS = "^/(assets|addresses)/[^/]+/transactions$";

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await scan(world);
});
afterEach(() => world.stop());

async function expectHonest(): Promise<void> {
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
}

async function tokensOf({ address }: TestWallet): Promise<TxOutput> {
  const outputs = await world.ctx.source.unspentOutputs(address);
  const held = outputs.find(({ assets }) => assets[PRIZE_ASSET]);
  if (!held) throw new Error(`${address} holds no tokens`);
  return held;
}

const wallet = (index: number): TestWallet => {
  const player = world.players[index];
  if (!player) throw new Error(`there is no player ${index}`);
  return player.wallet;
};

/** Tokens of one player go to another: the id of the transaction, which is in the last block now. */
async function moveTokens(from: number, to: number, which?: TxOutput): Promise<string> {
  const output = which ?? (await tokensOf(wallet(from)));
  const lovelace = output.lovelace / 2n;
  await world.ctx.source.submit(
    payment(wallet(from), output, { address: wallet(to).address, lovelace: lovelace, assetsToo: true }),
  );
  const { mempool } = await world.control.state();
  await world.control.mine(1);
  return mempool[0] ?? "";
}

const holds = async (hash: string) =>
  (await world.ctx.db.select().from(chainTransaction).where(eq(chainTransaction.hash, hash))).length === 1;

describe("an index that lists a transaction that a fork has orphaned", () => {
  /** The token's list has it once more, at this height. */
  const listing = (hash: string, height: number): FaultRule => ({
    path: `^/assets/${PRIZE_ASSET}/transactions$`,
    kind: "lie",
    patch: [
      {
        op: "add",
        path: "/-",
        value: { tx_hash: hash, tx_index: 0, block_height: height, block_time: 0 },
      },
    ],
    times: 1,
  });

  it("is not believed: its block does not hold it; and when it lands later, it is read once", async () => {
    const orphan = await moveTokens(2, 0);
    const { tip } = await world.control.state();
    await world.control.rollback(1, { drop: true });
    await world.control.mine(2);
    await world.control.setFaults(listing(orphan, tip.height));
    await scan(world);
    expect(await holds(orphan)).toBe(false);
    await world.control.clearFaults();
    await moveTokens(2, 0);
    await world.control.mine(1);
    await scan(world);
    expect(await holds(orphan)).toBe(true);
    await expectHonest();
  });

  it("and whose block was said to hold it is believed, and given up once neither says so", async () => {
    const orphan = await moveTokens(2, 0);
    await scan(world);
    expect(await holds(orphan)).toBe(true);
    const { tip } = await world.control.state();
    await world.control.rollback(1, { drop: true });
    await world.control.fund(wallet(1).address, 2_000_000n);
    await world.control.mine(2);
    await world.control.setFaults(listing(orphan, tip.height), {
      path: "^/blocks/[0-9a-f]{64}/txs$",
      kind: "lie",
      patch: [{ op: "replace", path: "/0", value: orphan }],
      times: 1,
    });
    await scan(world);
    expect(await holds(orphan)).toBe(true);
    await world.control.clearFaults();
    await world.control.mine(1);
    await scan(world);
    expect(await holds(orphan)).toBe(false);
    await expectHonest();
  });
});

describe("transactions of one block", () => {
  it("have no order: tokens that move twice in it are where they ended", async () => {
    const first = payment(wallet(2), await tokensOf(wallet(2)), {
      address: wallet(0).address,
      lovelace: 5_000_000n,
      assetsToo: true,
    });
    await world.ctx.source.submit(first);
    const { mempool } = await world.control.state();
    const passed: TxOutput = {
      ...(await tokensOf(wallet(2))),
      ref: { txHash: mempool[0] ?? "", index: 0 },
      address: wallet(0).address,
      lovelace: 5_000_000n,
    };
    await world.ctx.source.submit(
      payment(wallet(0), passed, { address: wallet(1).address, lovelace: 3_000_000n, assetsToo: true }),
    );
    await world.control.mine(1);
    await scan(world);
    await expectHonest();
    const rows = await world.ctx.db.$count(chainTransaction);
    expect(rows).toBeGreaterThan(4);
  });
});

describe("what the source says beside the bytes", () => {
  it("of a transaction whose scripts failed must fit them: else nothing is written, and it heals", async () => {
    const before = await dumpScan(world.ctx.db);
    const token = world.deployment.script.stateToken;
    const [made] = await world.ctx.source.assetTransactions(token, 0, (await world.ctx.source.tip()).height);
    await world.control.setFaults({
      path: `^/txs/${made?.hash}$`,
      kind: "lie",
      patch: [{ op: "replace", path: "/valid_contract", value: false }],
    });
    await world.control.rollback(3);
    await world.control.mine(4);
    expect(await scan(world)).toMatch(/succeeded by its bytes, and failed by the chain source/);
    const [state] = await world.ctx.db.select().from(sourceState);
    expect(state?.contradiction?.kind).toBe("other-validity");
    await world.control.clearFaults();
    await scan(world);
    expect(await dumpScan(world.ctx.db)).not.toBe(before);
    await expectHonest();
  });

  it("cannot leave out what came before: what is made of nothing shows it, and is read again from there", async () => {
    await world.control.setFaults({ path: LISTS, kind: "stale", blocks: 60 });
    const missed = await moveTokens(2, 0);
    await world.control.mine(40);
    await scan(world);
    expect(await holds(missed)).toBe(false);
    await world.control.clearFaults();
    const outputs = await world.ctx.source.unspentOutputs(wallet(0).address);
    await moveTokens(
      0,
      1,
      outputs.find(({ ref }) => ref.txHash === missed),
    );
    await scan(world);
    expect(await holds(missed)).toBe(true);
    await expectHonest();
  });
});

it("a play that needs more earlier transactions than may be asked for now waits, and counts once it is known", async () => {
  const { db, source } = world.ctx;
  const [play] = await source.addressTransactions(world.gameAddress, 0, (await source.tip()).height);
  const transaction = await readWithInputs(source, play?.hash ?? "");
  const participation = { minimumLovelace: 2_000_000n, playerDatumField: null };
  const subject = gameSubject({ gameAddress: world.gameAddress, participation });
  const unknown = { ...transaction, inputs: transaction.inputs.map(({ ref }) => ({ ref, output: null })) };
  const game = { id: 1, kind: "game", subject, readHeight: 0, checkedHeight: 0 } as const;
  const find = (left: number) => findPlays({ db, source }, [{ game, transaction: unknown }], new Map(), { left });
  expect((await find(0))[0]?.result).toMatchObject({ kind: "unknown-player", lovelace: 5_000_000n });
  expect((await find(1))[0]?.result).toMatchObject({ kind: "play" });
  const refs = unknown.inputs.map(({ ref }) => ref);
  expect((await loadOutputs(db, refs)).size).toBe(1);
});
