import { afterAll, beforeAll, expect, it } from "vitest";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { Change } from "@/server/domain/contract/acts";
import { NO_AMOUNT } from "@/server/domain/contract/amount";
import { NO_CONSENT, type WantedAct } from "@/server/domain/contract/wanted-act";
import { keyFromSecret, type SoftwareKey } from "@/server/signing/key-file";
import { deposit, govern } from "@/server/testing/services/govern";
import { APPROVER_KEYS, signText } from "@/server/testing/services/keys";
import { endNextDay, liveToState, scan } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { advanceDays } from "../advance/advance-days";
import { estimateToday } from "../eligibility/estimate";
import { loadLivePool } from "../pool/load-pool";
import { readOutputs } from "../pool/read-act";
import { type FoundPool, findPool } from "./find-pool";
import { checkDeposit, planAct, signAct } from "./plan-act";

const [ANN, BEN, CHO] = APPROVER_KEYS as [SoftwareKey, SoftwareKey, SoftwareKey];
const DEE = keyFromSecret("d1".repeat(32));
const NEW_ORACLE = keyFromSecret("d3".repeat(32));
const NEW_OPERATOR = keyFromSecret("d2".repeat(32));

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const find = () => findPool(world.ctx.source, world.deployment.script.policyId);

/** Plans, signs with these keys, sends, and scans. */
async function act(wanted: WantedAct, keys: readonly SoftwareKey[], others: readonly SoftwareKey[] = []) {
  const txHash = await govern(world, wanted, keys, others);
  await scan(world);
  return txHash;
}

const change = (what: Change): WantedAct => ({ kind: "updateSettings", change: what });
const held = ({ pool }: FoundPool) => pool?.held.lovelace ?? 0n;

it("is found by its policy id alone, as it was deployed", async () => {
  const found = await find();
  const { script, settings, referenceScripts } = world.deployment;
  expect(found.script).toEqual(script);
  expect(found.settings).toEqual(settings);
  expect(found.referenceScripts.pool.ref).toEqual(referenceScripts.pool.ref);
  expect(found.referenceScripts.governor.ref).toEqual(referenceScripts.governor.ref);
  expect(found.rewardsLovelace).toBe(0n);
  await expect(findPool(world.ctx.source, "00".repeat(28))).rejects.toThrow(/there is no pool 0000/);
});

it("replaces an approver, and the next day is approved by the new ones", async () => {
  await act(change({ kind: "addApprover", key: DEE.publicKey, threshold: 2, consent: NO_CONSENT }), [ANN, BEN, DEE]);
  await act(change({ kind: "dropApprover", key: CHO.publicKey, threshold: 2 }), [ANN, DEE]);
  const live = await loadLivePool(world.ctx.db);
  expect(live?.settings.approvers).toEqual([ANN, BEN, DEE].map(({ publicKey }) => publicKey).sort());
  expect(live?.datum.nonce).toBe(2);
  expect((await find()).settings).toEqual(live?.settings);
  const dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("refuses what the contract would refuse, with a readable message, before anyone is asked to sign", async () => {
  const found = await find();
  const refusal = (wanted: WantedAct) => () => planAct(found, wanted);
  expect(refusal(change({ kind: "setThreshold", threshold: 4 }))).toThrow(/threshold: 4 should be between 1 and 3/);
  expect(refusal(change({ kind: "dropApprover", key: CHO.publicKey, threshold: 2 }))).toThrow(/none of the pool's/);
  expect(refusal(change({ kind: "setMaxFee", maxFeeLovelace: 1n }))).toThrow(/max_fee: 1 lovelace is outside/);
  expect(refusal({ kind: "withdraw", amount: { lovelace: held(found), tokens: 0n } })).toThrow(/its reserve is/);
  expect(refusal({ kind: "withdraw", amount: { lovelace: 0n, tokens: 0n } })).toThrow(/takes some lovelace/);
});

it("says who has not signed, and refuses signatures of strangers and over other texts", async () => {
  const found = await find();
  const plan = planAct(found, change({ kind: "setReserve", reserveLovelace: 6_000_000n }));
  const by = (key: SoftwareKey, text = plan.text) => new Map([[key.publicKey, signText(key, text)]]);
  expect(signAct(found, plan, by(ANN)).missing).toEqual(["1 of 2 approvers have not signed yet"]);
  expect(() => signAct(found, plan, by(CHO))).toThrow(/is not an approver of this pool/);
  expect(() => signAct(found, plan, by(ANN, `${plan.text} `))).toThrow(/is not over/);
});

it("refuses a deposit that is too small, or that would move the pool under its payouts", async () => {
  const found = await find();
  const enough = { lovelace: 2_000_000n, tokens: 0n };
  expect(() => checkDeposit(found, enough)).not.toThrow();
  expect(() => checkDeposit(found, { ...enough, lovelace: 1_999_999n })).toThrow(
    /a deposit is at least 2000000 lovelace/,
  );
  const { pool } = found;
  if (!pool) throw new Error("the pool is open");
  const status = {
    kind: "paying",
    commitment: "",
    remaining: NO_AMOUNT,
    outputs: 1,
    deadlineMs: 0,
  } as const;
  const paying = { ...found, pool: { ...pool, datum: { ...pool.datum, status } } };
  expect(() => checkDeposit(paying, enough)).toThrow(/the pool is paying a plan/);
});

it("takes a deposit, and pays to the treasury what the approvers sign", async () => {
  const before = held(await find());
  await deposit(world, 7_000_000n);
  expect(held(await find())).toBe(before + 7_000_000n);
  const txHash = await act({ kind: "withdraw", amount: { lovelace: 1_000_000_000n, tokens: 0n } }, [BEN, DEE]);
  const outputs = await readOutputs(world.ctx.source, txHash);
  expect(outputs[1]?.lovelace).toBe(1_000_000_000n);
  expect(held(await find())).toBeLessThan(before - 990_000_000n);
});

it("gets a new operator, who signs too", async () => {
  const wanted = change({ kind: "setOperator", operator: keyHashOf(NEW_OPERATOR.publicKey) });
  await expect(act(wanted, [ANN, BEN])).rejects.toThrow(/needs the signature of key/);
  await act(wanted, [ANN, BEN], [NEW_OPERATOR]);
  expect((await find()).pool?.datum.operator).toBe(keyHashOf(NEW_OPERATOR.publicKey));
});

it("gets a new oracle, which signs too, and another threshold", async () => {
  const wanted = change({ kind: "setOracle", key: NEW_ORACLE.publicKey, consent: NO_CONSENT });
  await expect(act(wanted, [ANN, BEN])).rejects.toThrow(NEW_ORACLE.publicKey);
  await act(wanted, [ANN, BEN, NEW_ORACLE]);
  expect((await find()).settings.oracle).toBe(NEW_ORACLE.publicKey);
  await act(change({ kind: "setThreshold", threshold: 3 }), [ANN, BEN]);
  expect((await find()).settings.threshold).toBe(3);
  await expect(act({ kind: "cancel" }, [ANN, BEN])).rejects.toThrow();
});

it("is closed, and is then found as closed", async () => {
  const txHash = await act({ kind: "close" }, [ANN, BEN, DEE]);
  const [treasury, ...others] = await readOutputs(world.ctx.source, txHash);
  expect(others).toEqual([]);
  expect(treasury?.lovelace).toBeGreaterThan(10_000_000_000n);
  const found = await find();
  expect(found.pool).toBeNull();
  expect(() => planAct(found, { kind: "cancel" })).toThrow(/the pool is closed/);
  expect(() => checkDeposit(found, { lovelace: 2_000_000n, tokens: 0n })).toThrow(/the pool is closed/);
  expect(await loadLivePool(world.ctx.db)).toBeNull();
  expect(await advanceDays(world.ctx)).toMatchObject({
    result: "done",
    detail: expect.stringMatching(/pool is closed/),
  });
  await expect(estimateToday(world.ctx)).rejects.toThrow("The prize pool is closed");
});
