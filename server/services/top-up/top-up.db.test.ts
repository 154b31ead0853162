import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { topUp } from "@/db/schema";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { JOBS } from "@/server/jobs/jobs";
import { addPerson } from "@/server/testing/services/add-person";
import {
  askDeposit,
  DEPOSITOR,
  DEPOSITORS_ADDRESS,
  newestTopUp,
  signNewest,
  startDepositorsWorld,
  topUpState,
  untilTopUp,
  walletSigns,
} from "@/server/testing/services/depositor";
import { OPERATOR_KEY, testKey } from "@/server/testing/services/keys";
import { attemptState } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { endNextDay, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import type { World } from "@/server/testing/services/world";
import { loadLivePool } from "../pool/load-pool";
import { advanceTopUps } from "./advance-top-ups";
import type { AskTopUp } from "./ask-top-up";
import { giveSignatures } from "./give-signatures";
import { takeBack } from "./take-back";

const ADA = 1_000_000n;
let world: World;
let ann: string;

beforeAll(async () => {
  world = await startDepositorsWorld();
});
beforeEach(async () => {
  await world.ctx.db.delete(topUp);
  ann = await addPerson(world.ctx.db, "Ann", "viewer");
});
afterAll(() => world.stop());

const ask = (change: Partial<AskTopUp> = {}) => askDeposit(world, ann, change);
const state = () => topUpState(world);
const pooled = async () => (await loadLivePool(world.ctx.db))?.held.lovelace ?? 0n;
const heldAt = async (address: string) =>
  (await world.ctx.source.unspentOutputs(address)).reduce((sum, { lovelace }) => sum + lovelace, 0n);

it("a person's own wallet pays, the operator only consents, and the books know it", async () => {
  const operators = enterpriseAddress(0, OPERATOR_KEY.publicKey);
  const before = { pool: await pooled(), wallet: await heldAt(DEPOSITORS_ADDRESS), operator: await heldAt(operators) };
  await ask();
  await untilTopUp(world, "BUILT");
  const built = await newestTopUp(world);
  expect(built.signers).toHaveLength(1);
  await signNewest(world);
  await untilTopUp(world, "LANDED");
  expect(await pooled()).toBe(before.pool + 50n * ADA);
  expect(await heldAt(DEPOSITORS_ADDRESS)).toBe(before.wallet - 50n * ADA - (built.feeLovelace ?? 0n));
  expect(await heldAt(operators)).toBe(before.operator);
  await liveUntil(world, async () => (await state()) === "DONE");
  const dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex);
});

it.each<[string, Partial<AskTopUp>, RegExp]>([
  ["nothing", { lovelace: "0" }, /a deposit is at least 2000000 lovelace/],
  ["too little", { lovelace: "1999999" }, /a deposit is at least/],
  ["less than nothing", { lovelace: "-50000000" }, /whole number of lovelace/],
  ["a part of a lovelace", { lovelace: "50000000.5" }, /whole number of lovelace/],
  ["a number as programs write it", { lovelace: "5e7" }, /whole number of lovelace/],
  ["more than there can be", { lovelace: "9223372036854775808" }, /whole number of lovelace/],
  ["tokens that the pool does not know", { tokens: "5" }, /this pool has no prize asset/],
  ["no address", { addresses: [] }, /no address that holds anything/],
  ["a thousand addresses", { addresses: many(21) }, /at most 20 addresses/],
  ["the operator's address", { addresses: [enterpriseAddress(0, OPERATOR_KEY.publicKey)] }, /operator's own address/],
  ["change for the operator", { changeAddress: enterpriseAddress(0, OPERATOR_KEY.publicKey) }, /operator's own/],
  ["an address of mainnet", { addresses: [enterpriseAddress(1, DEPOSITOR.publicKey)] }, /not on the pool's network/],
  ["somebody who is nobody", { userId: crypto.randomUUID() }, /requires viewer or operator/],
])("a deposit of %s is refused in words", async (_what, change, words) => {
  await expect(ask(change)).rejects.toThrow(words);
  expect(await world.ctx.db.$count(topUp)).toBe(0);
});

function many(count: number): string[] {
  return Array.from({ length: count }, (_, i) => enterpriseAddress(0, testKey(`other ${i}`).publicKey));
}

it("one person has one at a time, and only their own", async () => {
  const id = await ask();
  await expect(ask()).rejects.toThrow(/you have an open top-up/);
  const ben = await addPerson(world.ctx.db, "Ben", "operator");
  await expect(takeBack(world.ctx, { id, userId: ben })).rejects.toThrow(/you have no such top-up/);
  await untilTopUp(world, "BUILT");
  const { txHash } = await newestTopUp(world);
  const answer = walletSigns(DEPOSITOR, txHash ?? "");
  await expect(giveSignatures(world.ctx, { id, userId: ben, txHash: txHash ?? "", answer })).rejects.toThrow(/no such/);
  await takeBack(world.ctx, { id, userId: ann });
  expect(await state()).toBe("ENDED");
  await expect(takeBack(world.ctx, { id, userId: ann })).rejects.toThrow(/cannot be taken back any more/);
  await ask();
});

it("more than the wallet has is ended with the reason", async () => {
  await ask({ lovelace: "900000000000" });
  await untilTopUp(world, "ENDED");
  expect((await newestTopUp(world)).detail).toMatch(/cannot be built: the wallet can spend \d+ lovelace/);
});

it("a wallet that signed something else, or with another key, gets nothing signed", async () => {
  const id = await ask();
  await untilTopUp(world, "BUILT");
  const { txHash } = await newestTopUp(world);
  const give = (answer: string, of = txHash ?? "") =>
    giveSignatures(world.ctx, { id, userId: ann, txHash: of, answer });
  await expect(give(walletSigns(DEPOSITOR, "00".repeat(32)))).rejects.toThrow(/signed another transaction/);
  await expect(give(walletSigns(testKey("other"), txHash ?? ""))).rejects.toThrow(/did not sign with its key/);
  await expect(give("a0")).rejects.toThrow(/did not sign with its key/);
  await expect(give("ff")).rejects.toThrow(/holds no signatures/);
  await expect(give("not hex")).rejects.toThrow(/holds no signatures: it is not hexadecimal/);
  await expect(give(walletSigns(DEPOSITOR, txHash ?? ""), "00".repeat(32))).rejects.toThrow(/is void/);
  expect(await state()).toBe("BUILT");
});

it("waits for payouts, is built anew where the pool has moved, and a Commit waits for one that is sent", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PAYING");
  const id = await ask();
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "BROADCAST");
  expect(await state()).toBe("ASKED");
  await untilTopUp(world, "BUILT");
  const first = await newestTopUp(world);
  // The next day's Commit comes before the owner has signed: what was built is void.
  const next = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, next, 0)) === "IN_LEDGER");
  const stale = walletSigns(DEPOSITOR, first.txHash ?? "");
  await liveToState(world, next, "PAID");
  await untilTopUp(world, "BUILT");
  const second = await newestTopUp(world);
  expect(second.txHash).not.toBe(first.txHash);
  await expect(
    giveSignatures(world.ctx, { id, userId: ann, txHash: first.txHash ?? "", answer: stale }),
  ).rejects.toThrow(/the pool has moved meanwhile/);

  const last = await endNextDay(world);
  await stepToState(world, last, "APPROVED");
  await takeBack(world.ctx, { id, userId: ann });
  await ask();
  await advanceTopUps(world.ctx);
  await signNewest(world);
  await advanceTopUps(world.ctx);
  expect(await state()).toBe("SENT");
  expect((await JOBS.advance(world.ctx)).detail).toMatch(/until the deposit/);
  expect(await attemptState(world, last, 0)).toBe("none");
  await untilTopUp(world, "LANDED");
  await liveToState(world, last, "FINAL");
  expect(await state()).toBe("DONE");
  await verifyDay(world, last);
});
