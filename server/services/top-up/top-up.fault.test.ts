import { hexToBytes } from "@noble/hashes/utils";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { topUp } from "@/db/schema";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { cborHead } from "@/server/domain/cardano/write-cbor";
import type { SubmitOutcome } from "@/server/domain/ports";
import { JOBS } from "@/server/jobs/jobs";
import { createOperator } from "@/server/signing/operator";
import { replaceAt } from "@/server/testing/contract/edit-bytes";
import { addPerson } from "@/server/testing/services/add-person";
import {
  advanceUnheard,
  askDeposit,
  DEPOSITOR,
  DEPOSITORS_ADDRESS,
  newestTopUp,
  signNewest,
  startDepositorsWorld,
  topUpState,
  untilTopUp,
} from "@/server/testing/services/depositor";
import { deposit } from "@/server/testing/services/govern";
import { OPERATOR_KEY, testKey } from "@/server/testing/services/keys";
import { liveUntil } from "@/server/testing/services/pass-time";
import { readPoolMoves, takeMoveBack } from "@/server/testing/services/pool-moves";
import { scan } from "@/server/testing/services/steps";
import { withWitness } from "@/server/testing/services/witness";
import type { World } from "@/server/testing/services/world";
import { loadLivePool } from "../pool/load-pool";
import { advanceTopUps } from "./advance-top-ups";

/* What may go wrong before a deposit is final. Never is it paid twice, nor the operator's money spent. */

const ADA = 1_000_000n;
let world: World;

beforeAll(async () => {
  world = await startDepositorsWorld();
});
beforeEach(async () => {
  await world.ctx.db.delete(topUp);
  await scan(world);
  await askDeposit(world, await addPerson(world.ctx.db, "Ann", "viewer"));
  await untilTopUp(world, "BUILT");
});
afterAll(() => world.stop());

const state = () => topUpState(world);
const pooled = async () => (await loadLivePool(world.ctx.db))?.held.lovelace ?? 0n;
const change = (set: Partial<typeof topUp.$inferInsert>) => world.ctx.db.update(topUp).set(set);

/** Deposits into the pool as the command does, from the operator's own wallet. */
async function movePool(): Promise<void> {
  await deposit(world, 3n * ADA);
  await scan(world);
}

it("the pool moves after its owner signed: nothing is sent, and another is built", async () => {
  const { txHash } = await signNewest(world);
  await movePool();
  await JOBS.advance(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ detail: expect.stringMatching(/the pool has moved/) });
  await untilTopUp(world, "BUILT");
  expect((await newestTopUp(world)).txHash).not.toBe(txHash);
});

it("its owner spends the money elsewhere after signing: the operator does not sign", async () => {
  await signNewest(world);
  const { source } = world.ctx;
  // Seen from here the wallet is empty, as after a payment.
  const empty = {
    ...source,
    unspentOutputs: async (address: string, unit?: string) => {
      return address === DEPOSITORS_ADDRESS ? [] : source.unspentOutputs(address, unit);
    },
  };
  await advanceTopUps({ ...world.ctx, source: empty });
  expect(await newestTopUp(world)).toMatchObject({
    state: "ASKED",
    txBytes: null,
    detail: expect.stringMatching(/the operator did not sign it: .*is none that may pay for it/),
  });
  // Its wallet was read a moment ago.
  await advanceTopUps({ ...world.ctx, source: empty });
  expect(await state()).toBe("ASKED");
  await world.control.mine(25);
  await scan(world);
  await advanceTopUps({ ...world.ctx, source: empty });
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: expect.stringMatching(/can spend 0 love/) });
});

it.each<[string, () => Promise<unknown>, RegExp]>([
  ["more is asked for", () => change({ lovelace: 60n * ADA }), /output 0 .*lovelace: is/],
  ["the change goes elsewhere", () => change({ changeAddress: otherAddress() }), /output 1 .*address: is/],
  ["the money is somebody else's", () => change({ addresses: [otherAddress()] }), /is none that may pay for it/],
  [
    "the operator's own output is spent",
    () => change({ addresses: [operatorsAddress()] }),
    /is none that may pay for it/,
  ],
  [
    "other bytes stand there",
    async () => change({ txBytes: await withLongerValidity() }),
    /does not verify|valid until/,
  ],
  ["its signature is gone", () => change({ signatures: [] }), /signature of the depositor's key \w+ is missing/],
])("the row was changed, so that %s: the operator does not sign", async (_what, spoil, words) => {
  await signNewest(world);
  const before = await pooled();
  await spoil();
  await advanceTopUps(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "ASKED", detail: expect.stringMatching(words) });
  expect((await world.control.state()).mempool).toEqual([]);
  expect(await pooled()).toBe(before);
});

const otherAddress = () => enterpriseAddress(0, testKey("other").publicKey);
const operatorsAddress = () => enterpriseAddress(0, OPERATOR_KEY.publicKey);

async function withLongerValidity(): Promise<string> {
  const { txBytes, validUntilSlot } = await newestTopUp(world);
  return replaceAt(txBytes ?? "", [0, 3], cborHead(0, BigInt((validUntilSlot ?? 0) + 1_000)));
}

it("the engine dies after it stored the signed bytes: the same bytes are sent later, once", async () => {
  const before = await pooled();
  await signNewest(world);
  const { source } = world.ctx;
  const sent: Uint8Array[] = [];
  const dying = { ...source, submit: (): Promise<SubmitOutcome> => Promise.reject(new Error("killed")) };
  await advanceTopUps({ ...world.ctx, source: dying });
  expect(await state()).toBe("SENT");
  const submit = (bytes: Uint8Array) => {
    sent.push(bytes);
    return source.submit(bytes);
  };
  await world.control.mine(1);
  await scan(world);
  for (let i = 0; i < 3; i++) await advanceTopUps({ ...world.ctx, source: { ...source, submit } });
  expect(sent).toHaveLength(1);
  await untilTopUp(world, "LANDED");
  expect(await pooled()).toBe(before + 50n * ADA);
});

it("two engines at once send one deposit", async () => {
  const before = await pooled();
  await signNewest(world);
  await Promise.all([1, 2, 3].map(() => advanceTopUps(world.ctx)));
  await untilTopUp(world, "LANDED");
  expect(await pooled()).toBe(before + 50n * ADA);
});

it("a rollback takes the block of one that has landed: the same bytes land again", async () => {
  await signNewest(world);
  await untilTopUp(world, "LANDED");
  const landed = await newestTopUp(world);
  await takeMoveBack(world, "deposit");
  await world.control.mine(1);
  await scan(world);
  await JOBS.confirm(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "SENT", txBytes: landed.txBytes });
  await liveUntil(world, async () => (await state()) === "DONE");
  expect((await newestTopUp(world)).txHash).toBe(landed.txHash);
});

it("one that never lands is given up only by proof, and has then ended", async () => {
  await signNewest(world);
  await advanceUnheard(world);
  const { validUntilSlot } = await newestTopUp(world);
  expect(await newestTopUp(world)).toMatchObject({ state: "SENT", detail: expect.stringMatching(/a time-out/) });
  const beforeMs = (await world.control.state()).tip.slot;
  const blocks = Math.ceil(((validUntilSlot ?? 0) - beforeMs) / 5);
  await world.control.mine(blocks + 3);
  await scan(world);
  await JOBS.confirm(world.ctx);
  expect(await state()).toBe("SENT");
  await world.control.mine(3);
  await scan(world);
  // While a second source says otherwise it waits, and its owner is told why.
  const other = { ...world.ctx.source, name: "another", unspentOutputs: async () => [] };
  await JOBS.confirm(withWitness(world, other).ctx);
  expect(await newestTopUp(world)).toMatchObject({
    state: "SENT",
    detail: expect.stringMatching(/two sources agree.* as unspent, and another does not/),
  });
  await JOBS.confirm(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: expect.stringMatching(/did not land/) });
});

it("nobody signs within a day: it ends", async () => {
  await change({ askedMs: 0 });
  await advanceTopUps(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({
    state: "ENDED",
    detail: expect.stringMatching(/not signed within/),
  });
});

it("an engine without the operator's key leaves it to another", async () => {
  await signNewest(world);
  await advanceTopUps({ ...world.ctx, operator: null });
  expect(await state()).toBe("SIGNED");
  await advanceTopUps({ ...world.ctx, operator: createOperator(DEPOSITOR) });
  expect(await state()).not.toBe("SENT");
});

it("what was sent twice by somebody else lands once", async () => {
  await signNewest(world);
  await advanceTopUps(world.ctx);
  const { txHash, txBytes } = await newestTopUp(world);
  await world.ctx.source.submit(hexToBytes(txBytes ?? ""));
  await untilTopUp(world, "LANDED");
  await world.ctx.source.submit(hexToBytes(txBytes ?? ""));
  await liveUntil(world, async () => (await state()) === "DONE");
  const moves = await readPoolMoves(world);
  expect(moves.filter((move) => move.txHash === txHash)).toHaveLength(1);
});
