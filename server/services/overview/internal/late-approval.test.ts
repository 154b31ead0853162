import { describe, expect, it } from "vitest";
import { timeline } from "@/server/domain/day/timeline";
import { lateApproval } from "./late-approval";

const settings = { intervalMs: 100_000, previewMs: 10_000, approvalDueMs: 50_000, deadlineMs: 90_000 };
const times = timeline(settings, 3, 0);
const next = { dayIndex: 3, state: "PROPOSED", times } as const;

describe("a late approval", () => {
  it("is reported from the moment after it was due", () => {
    expect(lateApproval(next, { timeMs: times.approvalDueMs })).toEqual([]);
    expect(lateApproval(next, { timeMs: times.approvalDueMs + 1 })).toMatchObject([
      { tone: "waiting", title: "Day 3: approval overdue", href: "/admin/days/3" },
    ]);
  });

  it("is not reported if nobody is asked, or nothing is known", () => {
    const later = { timeMs: times.approvalDueMs + 1 };
    expect(lateApproval({ ...next, state: "APPROVED" }, later)).toEqual([]);
    expect(lateApproval(null, later)).toEqual([]);
    expect(lateApproval(next, null)).toEqual([]);
  });
});
