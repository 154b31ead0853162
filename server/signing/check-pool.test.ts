import { expect, it } from "vitest";
import type { Looked, PoolLook, SignedOnChain } from "@/server/domain/plan/pool-look";
import { checkPool, checkRecord, checkTime } from "./check-pool";
import { keepRecord, NEW_RECORD, type SignedPlans } from "./signer-record";

const NOW = Date.UTC(2026, 10, 20);
const MINUTE_MS = 60_000;
const away = { ok: false, problem: "source.example.org does not answer" } as const;
const STATE = { nonce: 3, previousPlan: "ab".repeat(32), previousLeft: "", prizeAsset: null };

/** What a source says, one answer after the other; the last one for ever. */
type Says = { readonly tips: readonly Looked<number>[]; readonly newest?: readonly Looked<SignedOnChain | null>[] };

function lookAt({ tips, newest = [{ ok: true, found: null }] }: Says) {
  const asked = { tips: 0, newest: 0 };
  const next = <T>(answers: readonly T[], at: number): T => answers[Math.min(at, answers.length - 1)] as T;
  const look: PoolLook = {
    name: "source.example.org",
    tipMs: async () => next(tips, asked.tips++),
    now: async () => ({ ok: true, found: { nonce: 3, plan: STATE.previousPlan, left: null, tipMs: NOW } }),
    lastSignedBy: async () => next(newest, asked.newest++),
  };
  return { look, asked };
}

function emptyRecord(): SignedPlans {
  return keepRecord({ load: async () => NEW_RECORD, save: async () => undefined, alone: (work) => work() });
}

const own = (network: string) => ({ signed: emptyRecord(), publicKey: "cd".repeat(32), network, nowMs: () => NOW });

it("a record is compared once its source has caught up, and not again when it is whole", async () => {
  const tips = [NOW - 11 * MINUTE_MS, NOW - 9 * MINUTE_MS].map((found) => ({ ok: true, found }) as const);
  const { look, asked } = lookAt({ tips: [away, ...tips] });
  const record = checkRecord(look, own("mainnet"));
  expect(await record.why()).toBe("by this signer's own source: source.example.org does not answer");
  expect(await record.why()).toMatch(
    /own source, source.example.org, is behind: its newest block is of 2026-11-19T23:49/,
  );
  expect(asked.newest).toBe(0);
  expect(await record.why()).toBeNull();
  expect(await record.why()).toBeNull();
  expect(asked.newest).toBe(1);
});

it("what lacks something is compared again, for somebody may have put the right record back", async () => {
  const lost = { txHash: "ef", what: "plan", day: 20, digest: "12", nonce: 3, deadlineMs: NOW } as const;
  const { look } = lookAt({ tips: [{ ok: true, found: 0 }], newest: [away, { ok: true, found: lost }] });
  const record = checkRecord(look, own("devnet"));
  expect(await record.why()).toMatch(/does not answer/);
  expect(await record.why()).toMatch(/record lacks what its key has signed/);
  expect(await record.why()).toMatch(/record lacks what its key has signed/);
});

it("a pool in another state is another question: a second signer of the key may have signed for it", async () => {
  const lost = { txHash: "ef", what: "plan", day: 20, digest: "12", nonce: 3, deadlineMs: NOW } as const;
  const newest = [null, null, lost].map((found) => ({ ok: true, found }) as const);
  const { look, asked } = lookAt({ tips: [{ ok: true, found: NOW }], newest });
  const record = checkRecord(look, own("mainnet"));
  expect(await record.why()).toBeNull();
  for (let again = 0; again < 3; again++) expect(await record.why(STATE)).toBeNull();
  expect(await record.why()).toBeNull();
  expect(asked.newest).toBe(2);
  const landed = { ...STATE, previousPlan: lost.digest };
  expect(await record.why(landed)).toMatch(/record lacks what its key has signed: the plan of day 20/);
  expect(await record.why()).toMatch(/record lacks/);
});

it("nothing is signed for a pool that is paying, and the earlier of two clocks counts", async () => {
  const { look } = lookAt({ tips: [{ ok: true, found: NOW }, away] });
  expect(await checkPool(look, STATE, NOW)).toEqual({
    ok: false,
    problem: expect.stringMatching(/it is at nonce 3, plan (ab){32}, which is being paid$/),
  });
  expect(await checkTime(look, NOW + 1)).toEqual({ ok: true, nowMs: NOW });
  expect(await checkTime(look, NOW + 1)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/does not answer/),
  });
});
