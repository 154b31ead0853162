import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { approval, dayTransition } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import type { SoftwareKey } from "@/server/signing/key-file";
import { signOddly } from "@/server/testing/domain/odd-signature";
import { APPROVER_KEYS, ORACLE_KEY, signText, testKey, testSigners } from "@/server/testing/services/keys";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, mineUntil, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { loadLivePool } from "../pool/load-pool";
import { readDay } from "../published/read-day";
import { addApproval } from "./add-approval";
import { allSignaturesOf, signaturesOf } from "./signatures";
import { loadToSign } from "./to-sign";

const [ANN, BEN, CHO] = APPROVER_KEYS as [SoftwareKey, SoftwareKey, SoftwareKey];

let world: World;
let text: string;
beforeEach(async () => {
  world = await startWorld({
    approvers: "none",
    operations: { approvalDueMs: 30_000, deadlineMs: 180_000 },
  });
  await endNextDay(world);
  await stepToState(world, world.firstDay, "PROPOSED");
  text = await currentText();
});
afterEach(() => world.stop());

async function currentText(): Promise<string> {
  const pool = await loadLivePool(world.ctx.db);
  if (!pool) throw new Error("there is no pool");
  return (await loadToSign(world.ctx.db, await dayOf(world, world.firstDay), pool)).texts.approve;
}

function approve(key: SoftwareKey, signed = text) {
  return addApproval(world.ctx, {
    dayIndex: world.firstDay,
    signed: { publicKey: key.publicKey, envelope: signText(key, signed) },
    via: "test",
    actor: "user:test",
  });
}

/** A signature of ANN's that @noble/curves takes by itself, and the ledger does not. */
function oddSignature() {
  const { scalar } = ed25519.utils.getExtendedPublicKey(ANN.secretKey);
  const { publicKey, signature } = signOddly(utf8ToBytes(text), { secret: scalar, nonce: 7n, addToKey: 0, addToR: 1 });
  expect(ed25519.verify(signature, utf8ToBytes(text), publicKey, { zip215: false })).toBe(true);
  expect(bytesToHex(publicKey)).toBe(ANN.publicKey);
  return { kind: "raw", signature: bytesToHex(signature) } as const;
}

function storedApprovals() {
  return world.ctx.db.select().from(approval).where(eq(approval.role, "approver"));
}

describe("a signature that does not count", () => {
  it("as the ledger judges it is refused, and one that was stored before stops no payout", async () => {
    const signed = { publicKey: ANN.publicKey, envelope: oddSignature() };
    const odd = { dayIndex: world.firstDay, signed, via: "test", actor: "user:test" } as const;
    await expect(addApproval(world.ctx, odd)).rejects.toThrow(/some programs accept and the ledger refuses/);
    expect(await storedApprovals()).toEqual([]);
    const { planDigest, deadlineMs } = await dayOf(world, world.firstDay);
    if (planDigest === null || deadlineMs === null) throw new Error("nothing is proposed");
    const before = { dayIndex: world.firstDay, planDigest, deadlineMs, role: "approver", text, via: "before" } as const;
    await world.ctx.db.insert(approval).values({ ...before, ...signed });
    expect(await signaturesOf(world.ctx.db, before)).toHaveLength(1);
    expect(await allSignaturesOf(world.ctx.db, before)).toMatchObject([{ role: "oracle" }, { counts: false }]);
    expect(await approve(BEN)).toMatchObject({ state: "PROPOSED", approvals: 1 });
    expect(await approve(ANN)).toMatchObject({ state: "APPROVED", approvals: 2 });
    expect(await storedApprovals()).toHaveLength(2);
    await liveToState(world, world.firstDay, "PAID");
  });

  it("over another text, or by another's key, is refused and changes nothing", async () => {
    const wrong = [
      [ANN, text.replace("approve", "propose")],
      [ANN, text.replace(/pay \d+/, "pay 1")],
      [ANN, text.replace(/before \d+/, "before 99999999999999")],
      [ANN, `${text} `],
    ] as const;
    for (const [key, signed] of wrong) {
      await expect(approve(key, signed)).rejects.toMatchObject({ code: "bad-input" });
    }
    for (const key of [testKey("mallory"), ORACLE_KEY]) {
      await expect(approve(key)).rejects.toMatchObject({ code: "not-allowed" });
    }
    const signed = { publicKey: BEN.publicKey, envelope: signText(ANN, text) };
    const act = { dayIndex: world.firstDay, signed, via: "test", actor: "user:test" } as const;
    await expect(addApproval(world.ctx, act)).rejects.toMatchObject({ code: "bad-input" });
    expect(await storedApprovals()).toEqual([]);
    expect(await stateOf(world, world.firstDay)).toBe("PROPOSED");
  });

  it("by the same key twice counts once, also if both come at the same moment", async () => {
    const answers = await Promise.all([approve(ANN), approve(ANN), approve(ANN)]);
    expect(answers.map(({ approvals }) => approvals)).toEqual([1, 1, 1]);
    expect(await storedApprovals()).toHaveLength(1);
    expect(await stateOf(world, world.firstDay)).toBe("PROPOSED");
  });
});

it("approvals that race for the quorum move the day once, and it is paid", async () => {
  const answers = await Promise.allSettled([approve(ANN), approve(BEN), approve(CHO)]);
  const done = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.state] : []));
  expect(done.sort()).toEqual(["APPROVED", "PROPOSED"]);
  const late = answers.find((answer) => answer.status === "rejected");
  expect(late?.reason).toMatchObject({ code: "wrong-state" });
  const moves = await world.ctx.db.select().from(dayTransition).where(eq(dayTransition.toState, "APPROVED"));
  expect(moves).toHaveLength(1);
  await liveToState(world, world.firstDay, "PAID");
  await verifyDay(world, world.firstDay);
});

it("after its deadline a plan is proposed again: late approvals and those of the first text do not count", async () => {
  const { firstDay, ctx } = world;
  await approve(ANN);
  const first = await dayOf(world, firstDay);
  // In the last 30 s nothing could be committed any more, so no signature is accepted.
  await mineUntil(world, (first.deadlineMs ?? 0) - 25_000);
  await scan(world);
  await expect(approve(BEN)).rejects.toMatchObject({ code: "conflict", message: /signing has closed/ });
  expect(await runJob(ctx, "advance")).toMatchObject({
    result: "waiting",
    detail: /not approved in time/,
  });
  expect(await stateOf(world, firstDay)).toBe("PROPOSED");

  await stepUntil(world, async () => (await currentText().catch(() => text)) !== text);
  const second = await dayOf(world, firstDay);
  expect(second.state).toBe("PROPOSED");
  expect(second.deadlineMs).toBeGreaterThan(first.deadlineMs ?? 0);
  expect(second.planDigest).toBe(first.planDigest);
  await expect(approve(BEN)).rejects.toMatchObject({ code: "bad-input" });
  // Ann's, over the first deadline, is stored and counts nowhere.
  expect(await storedApprovals()).toMatchObject([{ deadlineMs: first.deadlineMs }]);
  expect(await signaturesOf(ctx.db, second)).toMatchObject([{ role: "oracle" }]);
  expect((await readDay(ctx, { day: String(firstDay) })).approvals.given).toBe(0);

  // Ann signed the first text and is asked again for the second, like everyone; one signer is down.
  const { settings, script } = world.deployment;
  const signers = testSigners({ network: settings.network, policyId: script.policyId }).approvers;
  const down = {
    name: "down",
    publicKey: () => Promise.reject(new Error("no answer")),
    signPlan: async () => "",
    held: async () => null,
  };
  const approvers = [down, ...signers.slice(0, 2)];
  const automated = { ...world, ctx: { ...ctx, approvers } };
  await liveToState(automated, firstDay, "PAID");
  await verifyDay(world, firstDay);
});
