import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lookAtPool } from "@/server/chain/sources/look-at-pool";
import { bindPlan } from "@/server/domain/plan/sign-request";
import type { PlanSignRequest } from "@/server/domain/ports";
import { factsOfReport } from "@/server/domain/report/facts";
import { readManifest } from "@/server/domain/report/manifest";
import { govern } from "@/server/testing/services/govern";
import { ORACLE_KEY } from "@/server/testing/services/keys";
import { endNextDay, liveToState, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";
import { checkRecord } from "./check-pool";
import { signWith } from "./key-file";
import { gapFrom } from "./lost-record";
import { openSignedPlans } from "./record-file";
import { heldBy, type SignerPolicy, signPlan } from "./sign-plan";

/* The oracle's signer with a record in a file and a source of its own, for a pool that really pays. */

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  folder = await mkdtemp(path.join(tmpdir(), "prize-signer-"));
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

const LONGEST_MS = 48 * 3_600_000;
const place = (name: string) => path.join(folder, name);

/** As `npm run signer` makes it, started anew with each call. */
function startSigner(file: string, policyId = world.deployment.script.policyId) {
  const look = lookAtPool(world.ctx.source, NETWORK_MAGIC, policyId);
  const signed = openSignedPlans(place(file));
  const { network } = world.deployment.settings;
  const policy: SignerPolicy = {
    ...{ act: "propose", network, policyId, dailyLimitLovelace: 2n ** 62n, longestDeadlineMs: LONGEST_MS },
    // A machine whose clock is years ahead. The chain's time is the earlier one.
    nowMs: () => Number.MAX_SAFE_INTEGER,
    chain: { look, record: checkRecord(look, { signed, network, publicKey: ORACLE_KEY.publicKey }) },
  };
  const sign = async (request: PlanSignRequest) => {
    const result = await signPlan(signWith(ORACLE_KEY), policy, signed, request);
    return result.ok ? "signed" : result.problems.join("; ");
  };
  return { signed, sign, held: ({ binding }: PlanSignRequest) => heldBy(policy, signed, binding) };
}

/** Lives until the oracle is asked for this day. The question is kept, and not answered. */
async function questionFor(dayIndex: number): Promise<PlanSignRequest> {
  const { oracle } = world.ctx;
  if (!oracle) throw new Error("the world has no oracle");
  const asked: PlanSignRequest[] = [];
  const signPlan = async (request: PlanSignRequest): Promise<string> => {
    asked.push(request);
    throw new Error("the answer was lost");
  };
  const deaf = { ...world, ctx: { ...world.ctx, oracle: { ...oracle, signPlan } } };
  await stepUntil(deaf, async () => asked.length > 0);
  const [request] = asked;
  const read = readManifest(request?.report.manifest ?? "");
  if (!request || !read.ok || read.manifest.dayIndex !== dayIndex) throw new Error("another day was asked for");
  return request;
}

/** The same plan for another state of the pool, with the text that belongs to it. */
function claiming(request: PlanSignRequest, change: Partial<PlanSignRequest["binding"]>): PlanSignRequest {
  const binding = { ...request.binding, ...change };
  const read = readManifest(request.report.manifest);
  if (!read.ok) throw new Error(read.problems.join("; "));
  const bound = bindPlan({ ...factsOfReport(read.manifest), hash: read.hash }, binding);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return { ...request, binding, text: bound.plan.texts.propose };
}

it("signs for the state that the pool is in, and for none that a server claims", async () => {
  const request = await questionFor(await endNextDay(world));
  const { nonce, deadlineMs } = request.binding;
  const signer = startSigner("signed.json");
  const ahead = await signer.sign(claiming(request, { nonce: nonce + 1 }));
  expect(ahead).toMatch(/for the pool at nonce 1, plan 0+, nothing left; by this signer's own source, .*, .* nonce 0,/);
  const other = await signer.sign(claiming(request, { previousPlan: "ab".repeat(32) }));
  expect(other).toMatch(/for the pool at nonce 0, plan abab.*it is at nonce 0, plan 0000/);
  const late = await signer.sign(claiming(request, { deadlineMs: deadlineMs + 2 * LONGEST_MS }));
  expect(late).toMatch(/the deadline is more than 48 hours from now by this signer's clock/);
  expect((await signer.signed.read()).sequence).toBe(0);
  expect(await signer.held(request)).toBeNull();

  expect(await signer.sign(request)).toBe("signed");
  expect(await startSigner("signed.json").held(request)).toMatchObject({ deadlineMs });
  const stranger = startSigner("other.json", "ab".repeat(28));
  await expect(stranger.held(request)).resolves.toBeNull();
});

it("signs nothing by a record that lacks what the chain shows, until somebody has said so, and then waits", async () => {
  await copyFile(place("signed.json"), place("backup.json"));
  // The second day is signed, with the record, and paid.
  const [first] = [await readDay("signed.json")];
  await liveToState(world, first, "PAID");
  const second = await endNextDay(world);
  const request = await questionFor(second);
  // Another signer of the same key, with a record of its own, that goes on running.
  const beside = startSigner("backup.json");
  expect(await beside.held(request)).toBeNull();
  expect(await startSigner("signed.json").sign(request)).toBe("signed");
  await liveToState(world, second, "PAID");
  const third = await endNextDay(world);
  const next = await questionFor(third);

  const restored = startSigner("backup.json");
  const words = new RegExp(`record lacks what its key has signed: the plan of day ${second}, on chain as [0-9a-f]{64}`);
  expect(await restored.sign(next)).toMatch(words);
  expect(await beside.sign(next)).toMatch(words);
  await expect(restored.held(next)).rejects.toThrow(words);
  expect(await startSigner("nowhere.json").sign(next)).toMatch(words);
  expect(await startSigner("signed.json").held(next)).toBeNull();

  // As `npm run signer-record -- restored` writes it. The lost record may hold another plan for this very state.
  const gap = gapFrom(next.binding.deadlineMs, next.binding.nonce, LONGEST_MS);
  await openSignedPlans(place("backup.json")).change((record) => ({ record: { ...record, gap }, answer: null }));
  for (const signer of [startSigner("backup.json"), startSigner("backup.json")]) {
    expect(await signer.sign(next)).toMatch(/may have been signed for the nonces up to 0: wait until .*, or cancel/);
    await expect(signer.held(next)).rejects.toThrow(/may have been signed for the nonces up to 0/);
  }
  await govern(world, { kind: "cancel" });
  const after = await questionFor(third);
  expect(after.binding.nonce).toBe(1);
  expect(await startSigner("backup.json").held(after)).toBeNull();
  expect(await startSigner("backup.json").sign(after)).toBe("signed");
}, 300_000);

async function readDay(file: string): Promise<number> {
  const [only] = Object.values((await openSignedPlans(place(file)).read()).states);
  if (!only) throw new Error("nothing was signed");
  return only.day;
}
