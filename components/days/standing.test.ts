import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { NextMoment } from "@/server/domain/day/next-moment";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { dayStateLook } from "./day-state";
import { LatePayouts } from "./late-payouts";
import { PoolStats } from "./pool-stats";

const times = { dayEndMs: 86_400_000, previewUntilMs: null, approvalDueMs: 129_600_000, deadlineMs: 158_400_000 };

function viewOf(moment: NextMoment, late: PoolView["late"] = null): PoolView {
  const state = moment.kind === "day-ends" ? "OPEN" : "PROPOSED";
  const next = { dayIndex: 12, state, ended: state !== "OPEN", moment, times } as const;
  const block = { height: 5, hash: "", slot: 1, timeMs: 0, tipHeight: 5 };
  return { next, late, block, balanceLovelace: 5_000_000n, stopped: null } as Partial<PoolView> as PoolView;
}

const shown = (view: PoolView) =>
  renderToStaticMarkup(createElement(PoolStats, { view, today: null })).replace(/<[^>]*>/g, "");

describe("a day's state in words", () => {
  it("is not 'in progress' once the day has ended, and names the day that it waits for", () => {
    expect(dayStateLook({ state: "OPEN", ended: false })).toEqual({ tone: "info", word: "In progress" });
    expect(dayStateLook({ state: "OPEN", ended: true })).toEqual({ tone: "info", word: "Ended" });
    expect(dayStateLook({ state: "OPEN", ended: true, waitsForDay: 7 })).toEqual({
      tone: "waiting",
      word: "Ended, waiting for day 7",
    });
    expect(dayStateLook({ state: "PROPOSED", ended: true }).word).toBe("Awaiting approval");
  });
});

describe("the next payout", () => {
  it("says what it counts to, and when the money is expected", () => {
    const text = shown(viewOf({ kind: "day-ends", atMs: times.dayEndMs }));
    expect(text).toContain("Next payout · Day ends in");
    expect(text).toContain("1970-01-02 00:00 UTC");
    expect(text).toContain("payout expected by 1970-01-02 12:00 UTC");
  });

  it("counts to nothing where no time is known, and promises none that has passed", () => {
    const text = shown(viewOf({ kind: "new-proposal", atMs: null }));
    expect(text).toContain("Not approved in time");
    expect(text).toContain("approval was due 1970-01-02 12:00 UTC");
    expect(text).not.toMatch(/expected by| in$/);
  });

  it("names every day that is late, which is first, and whom it waits for", () => {
    const moment = { kind: "approval-due", atMs: times.approvalDueMs } as const;
    const view = viewOf(moment, { days: 5, oldestDay: 12, newestDay: 16 });
    const html = renderToStaticMarkup(createElement(LatePayouts, { view }));
    expect(html).toContain("5 days ended and not paid yet");
    expect(html).toContain("Days 12 to 16.");
    expect(html).toMatch(/day 12 is first, and waits for the administrators(&#x27;|') approval/);
    expect(renderToStaticMarkup(createElement(LatePayouts, { view: viewOf(moment) }))).toBe("");
  });
});
