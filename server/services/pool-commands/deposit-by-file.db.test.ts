import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { readSignatures } from "@/server/domain/cardano/witness-set";
import { cborHead } from "@/server/domain/cardano/write-cbor";
import type { TransactionSigner } from "@/server/domain/ports";
import { JOBS } from "@/server/jobs/jobs";
import type { SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { replaceAt } from "@/server/testing/contract/edit-bytes";
import { DEPOSITOR, DEPOSITORS_ADDRESS, startDepositorsWorld, walletSigns } from "@/server/testing/services/depositor";
import { OPERATOR_KEY, testKey } from "@/server/testing/services/keys";
import { attemptState } from "@/server/testing/services/look";
import { mineWhile } from "@/server/testing/services/pass-time";
import { endNextDay, stepToState } from "@/server/testing/services/steps";
import type { World } from "@/server/testing/services/world";
import { whyBusyNow } from "../top-up/why-busy";
import { readDeposit, sendReturned, type UnsignedDeposit, writeDeposit } from "./deposit-by-file";
import { findPool } from "./find-pool";
import { makeCollateral, planCollateral } from "./make-collateral";
import { sendDeposit } from "./send-act";

const ADA = 1_000_000n;
const AMOUNT = { lovelace: 50n * ADA, tokens: 0n };
const POOR = testKey("poor");
const operator = createOperator(OPERATOR_KEY);
let world: World;
let made: UnsignedDeposit;

beforeAll(async () => {
  world = await startDepositorsWorld();
  for (let i = 0; i < 13; i++) await world.control.fund(enterpriseAddress(0, POOR.publicKey), 2n * ADA);
  await world.control.mine(1);
});
beforeEach(async () => {
  made = await write();
});
afterAll(() => world.stop());

const whyBusy = async () => {
  const { pool } = await find();
  return pool && whyBusyNow(world.ctx.db, pool);
};
const find = () => findPool(world.ctx.source, world.deployment.script.policyId);
const held = async () => (await find()).pool?.held.lovelace ?? 0n;
const write = async (change: object = {}) =>
  writeDeposit(world.ctx.source, await find(), { amount: AMOUNT, from: [DEPOSITORS_ADDRESS], whyBusy, ...change });
const signedBy = (...keys: SoftwareKey[]) => keys.flatMap((key) => readSignatures(walletSigns(key, made.txHash)));
const read = async (cbor = made.cbor, signatures = signedBy(DEPOSITOR)) =>
  readDeposit(world.ctx.source, await find(), { cbor, signatures });
const send = async (deposit: Awaited<ReturnType<typeof read>>, by = operator) =>
  mineWhile(world.control, async () =>
    sendReturned({ source: world.ctx.source, found: await find(), operator: by, whyBusy, askAgainMs: 20 }, deposit),
  );

it("goes out, comes back signed, and is sent; it is of no use a second time", async () => {
  const before = await held();
  expect(await read(made.cbor, [])).toMatchObject({ differences: [], amount: AMOUNT, missing: { length: 2 } });
  const back = await read();
  expect(back).toMatchObject({ differences: [], amount: AMOUNT, from: [DEPOSITORS_ADDRESS] });
  await expect(send(back, createOperator(POOR))).rejects.toThrow(/and the pool's operator is/);
  await expect(send({ ...back, cbor: made.cbor })).rejects.toThrow(/the depositor's key \w+ is missing/);
  await expect(send({ ...back, amount: { lovelace: 49n * ADA, tokens: 0n } })).rejects.toThrow(
    /output 0 .*lovelace: is/,
  );
  expect(await send(back)).toBe(made.txHash);
  expect(await held()).toBe(before + 50n * ADA);
  expect((await read()).differences.join()).toMatch(/does not spend the pool as it stands/);
  await expect(send(back)).rejects.toThrow(/does not spend the pool as it stands/);
});

it("what was changed on its way, or is no deposit, gets no signature", async () => {
  const dearer = replaceAt(made.cbor, [0, 2], cborHead(0, 2_900_000n));
  expect((await read(dearer, [])).differences.join()).toMatch(/fee: is 2900000/);
  const { txHash } = decodeTransaction(dearer);
  const signed = readSignatures(walletSigns(DEPOSITOR, txHash));
  await expect(send(await read(dearer, signed))).rejects.toThrow(/fee: is 2900000/);
  expect((await read(dearer)).differences.join()).toMatch(/the signature of \w+ does not verify/);
  expect((await read(made.cbor, signedBy(POOR))).differences.join()).toMatch(
    /has signed, and nobody has asked for that/,
  );
  await expect(read("ff", [])).rejects.toThrow(/no transaction that can be read/);
  await expect(read("84a0a0f5f6")).rejects.toThrow(/no transaction that can be read/);
});

it("what the pool or the chain would refuse is refused in words", async () => {
  const operators = enterpriseAddress(0, operator.publicKey());
  await expect(write({ from: [operators] })).rejects.toThrow(/operator's own address/);
  await expect(write({ from: [] })).rejects.toThrow(/name 1 to 20 addresses/);
  await expect(write({ amount: { lovelace: 1n, tokens: 0n } })).rejects.toThrow(/a deposit is at least/);
  await expect(write({ amount: { lovelace: 9_000_000n * ADA, tokens: 0n } })).rejects.toThrow(/the wallet can spend/);
});

it("collateral: one that is there is left, and what is scattered becomes one", async () => {
  const terms = async (key: SoftwareKey) => {
    return { source: world.ctx.source, found: await find(), payer: createOperator(key), askAgainMs: 20 };
  };
  expect(await planCollateral(await terms(OPERATOR_KEY))).toMatchObject({ kind: "there" });
  const { kind, lovelace } = await planCollateral(await terms(POOR));
  expect({ kind, lovelace }).toEqual({ kind: "make", lovelace: 20n * ADA });
  await mineWhile(world.control, async () => makeCollateral(await terms(POOR)));
  expect(await planCollateral(await terms(POOR))).toMatchObject({ kind: "there", lovelace: 20n * ADA });
  // Whoever asks for another meanwhile gets none: that would take apart what is there.
  await expect(mineWhile(world.control, async () => makeCollateral(await terms(POOR)))).rejects.toThrow(
    /the wallet has a collateral already/,
  );
  await expect(mineWhile(world.control, async () => makeCollateral(await terms(testKey("nobody"))))).rejects.toThrow(
    /the wallet can spend 0/,
  );
});

it("what gets busy while a deposit is judged keeps it from being sent: by file, or from the operator's own wallet", async () => {
  const { source } = world.ctx;
  const back = await read();
  const found = await find();
  const busyLater = () => {
    let asked = 0;
    return async () => (asked++ === 0 ? null : "A transaction of day 7 is on its way.");
  };
  const sendings = [
    () => sendReturned({ source, found, operator, whyBusy: busyLater(), askAgainMs: 20 }, back),
    () => sendDeposit({ source, found, payer: operator, whyBusy: busyLater(), askAgainMs: 20 }, AMOUNT),
  ];
  for (const sending of sendings) {
    await expect(mineWhile(world.control, sending)).rejects.toThrow(/day 7 is on its way.*Nothing was sent/);
  }
  expect((await find()).pool?.output.ref).toEqual(found.pool?.output.ref);
});

it("while a payout is on its way no file is written, and none is signed that came back", async () => {
  const day = await endNextDay(world);
  await stepToState(world, day, "APPROVED");
  made = await write();
  const back = await read();
  await JOBS.advance(world.ctx);
  expect(await attemptState(world, day, 0)).toBe("BROADCAST");
  const onItsWay = new RegExp(`A transaction of day ${day} is on its way`);
  await expect(write()).rejects.toThrow(onItsWay);
  let isAsked = false;
  const asked: TransactionSigner = {
    publicKey: () => operator.publicKey(),
    signTransactionId: (id) => {
      isAsked = true;
      return operator.signTransactionId(id);
    },
  };
  const terms = { source: world.ctx.source, found: await find(), whyBusy, askAgainMs: 20 };
  await expect(sendReturned({ ...terms, operator: asked }, back)).rejects.toThrow(onItsWay);
  await expect(sendDeposit({ ...terms, payer: asked }, AMOUNT)).rejects.toThrow(onItsWay);
  expect(isAsked).toBe(false);
});
