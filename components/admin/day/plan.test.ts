import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Anomaly, PlanFinding, StoredFindings } from "@/server/domain/plan/findings";
import type { PlanFigures as Plan } from "@/server/services/approval/plan-figures";
import type { RecipientChanges } from "@/server/services/approval/recipient-changes";
import { PlanChecks } from "./plan-checks";
import { Figures } from "./plan-figures";
import { RecipientDifference } from "./recipient-changes";
import { StillCommittable } from "./still-committable";

/** As read: without tags, and with ordinary spaces. */
function textOf(node: ReactNode): string {
  const html = renderToStaticMarkup(node).replace(/<(?!\/?span)[^>]*>/g, "\n");
  return html.replace(/<[^>]*>/g, "").replace(/[\u00a0\u202f]/g, " ");
}

const plan: Plan = {
  dayIndex: 12,
  openingLovelace: 600_000n,
  potLovelace: 30_000_000n,
  payoutLovelace: 29_400_000n,
  carriedLovelace: 1_100_000n,
  undistributedLovelace: 100_000n,
  recipients: 3,
  participants: 9,
  eligibleIdentities: 4,
};
const before: Plan = { ...plan, dayIndex: 11, payoutLovelace: 29_500_000n, undistributedLovelace: 0n, recipients: 2 };

describe("the plan's figures", () => {
  it("add up on their face: carried in and pot are what is paid, carried over and not distributed", () => {
    const rows = textOf(createElement(Figures, { figures: plan, before: null }))
      .split("\n")
      .filter(Boolean);
    const at = (label: string, nth = 0) => rows.filter((_, index) => rows[index - 1] === label)[nth];
    expect([at("Carried in"), at("+ Pot"), at("= In all")]).toEqual(["0.60 ADA", "30.00 ADA", "30.60 ADA"]);
    expect([at("To pay"), at("+ Carried over"), at("+ Not distributed"), at("= In all", 1)]).toEqual([
      "29.40 ADA",
      "1.10 ADA",
      "0.10 ADA",
      "30.60 ADA",
    ]);
  });

  it("say what changed, on a phone too", () => {
    const html = renderToStaticMarkup(createElement(Figures, { figures: plan, before })).replace(/[\u00a0]/g, " ");
    expect(html).toMatch(/sm:hidden">day 11: 29\.50 ADA<br\/>−0\.10</);
    expect(html).toMatch(/sm:hidden">day 11: 2<br\/>\+1</);
  });
});

describe("checks", () => {
  const passed = { passed: true } as const;
  const set: PlanFinding = { ...passed, check: "hourly-limit", largestLovelace: "1", limitLovelace: "5" };
  const unset: PlanFinding = { ...passed, check: "recipient-cap", capLovelace: null, over: 0, first: null };

  it("of a rule that is not set are neither passed nor failed", () => {
    const html = renderToStaticMarkup(createElement(PlanChecks, { findings: { plan: [set, unset] }, opinion: null }));
    const [limit = "", cap = ""] = html.split("<li").slice(1);
    expect(limit).toMatch(/text-well.*: passed/s);
    expect(cap).toContain("No cap set");
    expect(cap).toContain(": not set");
    expect(cap).not.toMatch(/text-well|passed/);
  });

  it("show what differs much though it stops nothing: people are sent here for it", () => {
    const deviation: Anomaly = {
      rule: "total",
      usual: 15_000,
      totalLovelace: "3500000000",
      medianLovelace: "2000000000",
      days: 7,
    };
    const findings: StoredFindings = {
      ...{ plan: [set], history: { kind: "compared", days: 7 }, anomalies: [] },
      deviations: [deviation],
    };
    const text = textOf(createElement(PlanChecks, { findings, opinion: null }));
    expect(text).toMatch(/Much differs from the days before.*Day total:.*3 500\.00 ADA/s);
    expect(text).toMatch(/Compared with earlier days: note/);
  });
});

describe("recipients", () => {
  const none = { recipients: 0, differenceLovelace: 0n, most: [] };

  it("are named where they are new, gone or changed, and counted where there are more", () => {
    const most = [{ address: "addr_test1new", nowLovelace: 7_000_000n, beforeLovelace: 0n }];
    const fresh = { recipients: 1_200, differenceLovelace: 9_000_000n, most };
    const changes: RecipientChanges = { beforeDay: 11, fresh, gone: none, changed: none, unchanged: 40 };
    const text = textOf(createElement(RecipientDifference, { changes }));
    expect(text).toContain("1 200 new, 0 gone, 0 with another amount, 40 unchanged");
    expect(text).toContain("New: 1 200 recipients, +9.00 ADA in all");
    expect(text).toContain("and 1 199 more");
  });

  it("are said to be as before where nothing changed", () => {
    const changes = { beforeDay: 11, fresh: none, gone: none, changed: none, unchanged: 40 };
    expect(textOf(createElement(RecipientDifference, { changes }))).toContain("40 recipients as before");
  });
});

it("a plan that somebody may stop says what stopping does not undo, and until when", () => {
  const text = textOf(
    createElement(StillCommittable, { plan: { approvals: 1, threshold: 2, deadlineMs: 1_795_305_600_000 } }),
  );
  expect(text).toContain("Stopping does not void the plan");
  expect(text).toContain("it has 1 of 2 approvals");
  expect(text).toContain("2026-11-22 00:00:00 UTC");
  expect(text).toMatch(/a Cancel is final that 2 approvers have signed/);
  expect(text).toContain("do not sign it if you doubt it");
});
