import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlanSignRequest } from "@/server/domain/ports";
import { SAMPLE_BINDING } from "@/server/testing/domain/sample-plan";
import { sampleRequest } from "@/server/testing/signing/sample-request";
import { keyFromSecret, signWith } from "./key-file";
import { openSignedPlans } from "./record-file";
import { type SignerPolicy, signPlan } from "./sign-plan";

const KEY = signWith(keyFromSecret("07".repeat(32)));
const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR_MS = 3_600_000;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-limits-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A signer that was started anew, at this time, with these limits. */
async function sign(request: PlanSignRequest, nowMs: number, limits: Partial<SignerPolicy>): Promise<string> {
  const { network, policyId } = SAMPLE_BINDING;
  const own = { act: "approve", network, policyId, dailyLimitLovelace: 2n ** 62n, nowMs: () => nowMs } as const;
  const signed = openSignedPlans(path.join(directory, "signed.json"));
  const result = await signPlan(KEY, { ...own, ...limits }, signed, request);
  return result.ok ? "signed" : result.problems.join("; ");
}

/** For the state with this nonce, a day from its own time on. */
const plan = (ada: bigint, nonce: number, deadlineMs = NOON + 24 * HOUR_MS) =>
  sampleRequest(ada * 1_000_000n, { nonce, deadlineMs });

describe("the limit of a day", () => {
  const limits = { dailyLimitLovelace: 100_000_000n };

  it("counts all that was signed on the day, after each restart, and begins anew at midnight UTC", async () => {
    expect(await sign(plan(60n, 0), NOON, limits)).toBe("signed");
    expect(await sign(plan(50n, 1), NOON + 11 * HOUR_MS, limits)).toBe(
      "it pays 50000000 lovelace, and 60000000 were signed today: together more than this signer's limit of 100000000 a day. Wait until 2026-11-21T00:00:00.000Z, or raise --daily-limit",
    );
    expect(await sign(plan(40n, 1), NOON + 11 * HOUR_MS, limits)).toBe("signed");
    expect(await sign(plan(50n, 2), NOON + 11 * HOUR_MS, limits)).toMatch(/100000000 were signed today/);
    expect(await sign(plan(50n, 2), NOON + 12 * HOUR_MS, limits)).toBe("signed");
  });

  it("counts what is asked for again once, and anew when it gets another deadline", async () => {
    for (let time = 0; time < 3; time++) expect(await sign(plan(60n, 0), NOON, limits)).toBe("signed");
    // The next day the lost answer is asked for again: it was signed yesterday.
    const tomorrow = NOON + 24 * HOUR_MS;
    expect(await sign(plan(60n, 0), tomorrow, limits)).toBe("signed");
    expect(await sign(plan(90n, 1), tomorrow, limits)).toBe("signed");
    // With a later deadline it can land later, beside today's.
    expect(await sign(plan(60n, 0, tomorrow + HOUR_MS), tomorrow, limits)).toMatch(/90000000 were signed today/);
    expect(await sign(plan(60n, 0), tomorrow, limits)).toBe("signed");
  });

  it("is not emptied by a clock that was put back", async () => {
    expect(await sign(plan(60n, 0), NOON, limits)).toBe("signed");
    expect(await sign(plan(50n, 1), NOON - 24 * HOUR_MS, limits)).toMatch(/60000000 were signed today/);
  });

  it("tells a plan that is above it on any day", async () => {
    expect(await sign(plan(101n, 0), NOON, limits)).toMatch(/more than this signer's limit/);
  });
});

describe("the limit of an hour", () => {
  const limits = { hourlyLimitLovelace: 100_000_000n };

  it("slides, and counts across restarts", async () => {
    expect(await sign(plan(60n, 0), NOON, limits)).toBe("signed");
    const within = await sign(plan(50n, 1), NOON + HOUR_MS - 1, limits);
    expect(within).toMatch(
      /60000000 were signed within the hour.*wait until 2026-11-20T13:00:00.000Z, or raise --hour/,
    );
    expect(await sign(plan(50n, 1), NOON + HOUR_MS, limits)).toBe("signed");
    expect(await sign(plan(60n, 2), NOON + 1.5 * HOUR_MS, limits)).toMatch(/50000000 were signed within the hour/);
    expect(await sign(plan(60n, 2), NOON + 2 * HOUR_MS, limits)).toBe("signed");
    expect(await sign(plan(101n, 3), NOON + 9 * HOUR_MS, limits)).toMatch(/limit of 100000000 an hour: raise --hourly/);
  });

  it("counts from the signature, not from the request: a large report takes minutes to read", async () => {
    let nowMs = NOON;
    const request = plan(60n, 0);
    async function* slowly() {
      for await (const part of request.report.parts()) {
        nowMs = NOON + HOUR_MS / 2;
        yield part;
      }
    }
    const slow = { ...request, report: { ...request.report, parts: slowly } };
    expect(await sign(slow, NOON, { ...limits, nowMs: () => nowMs })).toBe("signed");
    expect(await sign(plan(50n, 1), NOON + HOUR_MS, limits)).toMatch(/60000000 were signed within the hour/);
    expect(await sign(plan(50n, 1), NOON + 1.5 * HOUR_MS, limits)).toBe("signed");
  });

  it("counts what was released since, too", async () => {
    expect(await sign(plan(60n, 0, NOON - 48 * HOUR_MS), NOON, limits)).toBe("signed");
    expect(await sign(plan(50n, 0, NOON - 48 * HOUR_MS), NOON + 1, limits)).toMatch(/60000000 were signed within/);
    expect(await sign(plan(40n, 0, NOON - 48 * HOUR_MS), NOON + 1, limits)).toBe("signed");
    expect(await sign(plan(20n, 1), NOON + 2, limits)).toMatch(/100000000 were signed within the hour/);
  });
});

it("one recipient gets no more than the limit, by the report's lines", async () => {
  // 90 ADA by 1, 3 and 5 tokens: 10, 30 and 50.
  const refused = await sign(plan(90n, 0), NOON, { recipientLimitLovelace: 49_999_999n });
  expect(refused).toMatch(
    /^addr_test1\w+ would get 50000000 lovelace, more than this signer's limit of 49999999 for one/,
  );
  expect(await sign(plan(90n, 0), NOON, { recipientLimitLovelace: 50_000_000n })).toBe("signed");
});

it("a deadline further away than is allowed is not signed", async () => {
  const far = plan(90n, 0, NOON + 72 * HOUR_MS + 1);
  expect(await sign(far, NOON, {})).toMatch(
    /more than 72 hours from now by this signer's clock: see --longest-deadline/,
  );
  expect(await sign(far, NOON + 1, {})).toBe("signed");
});
