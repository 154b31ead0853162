import { describe, expect, test } from "vitest";
import type { Happening, NoticeFacts } from "../domain/monitoring/notification";
import { sayNotification } from "./notification";

const NOW = Date.UTC(2026, 10, 29, 9);
const TODAY_14 = Date.UTC(2026, 10, 29, 14);
const nobody: NoticeFacts = { about: null, by: null, address: null, browser: null };

const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

function say(what: Happening) {
  const { title, text, link, priority } = sayNotification(what, { siteUrl: "https://prizes.example.org", nowMs: NOW });
  return { title: plain(title), text: plain(text), link, priority };
}

const wanted = {
  ...({ kind: "approval-wanted", dayIndex: 412, of: "plan", lovelace: 1_234_500_000n } as const),
  ...{ approvals: 1, threshold: 2, untilMs: TODAY_14 },
};

describe("notifications say in their title what they are, with figures and the page", () => {
  test.each<[Happening, string, RegExp, string]>([
    [
      wanted,
      "Day 412 waits for your approval (until 14:00 UTC)",
      /^1 234\.50 ADA are to be paid\. 1 of 2 approvals is given\.\nAfter that time/,
      "/admin/days/412",
    ],
    [
      { ...wanted, of: "resume", untilMs: TODAY_14 + 86_400_000 },
      "The rest of day 412 waits for your approval (until 2026-11-30 14:00 UTC)",
      /asked for again/,
      "/admin/days/412",
    ],
    [{ kind: "approved", dayIndex: 412, of: "plan", threshold: 2 }, "Day 412 is approved", /All 2/, "/admin/days/412"],
    [
      { kind: "day-paid", dayIndex: 412, lovelace: 1_000_000_000n, outputs: 1_057, batches: 3 },
      "Day 412 is paid",
      /^1 000\.00 ADA to 1 057 addresses, in 3 transactions\.$/,
      "/days/412",
    ],
    [
      { kind: "day-paid", dayIndex: 412, lovelace: 1n, outputs: 1, batches: 1 },
      "Day 412 is paid",
      /^0\.000001 ADA to 1 address, in 1 transaction\.$/,
      "/days/412",
    ],
    [
      { kind: "day-stopped", dayIndex: 412, reason: { kind: "supply-differs", held: "1", supply: "2" } },
      "Day 412 is stopped",
      /sum to 1.*\nIt is not paid until two people/s,
      "/admin/days/412",
    ],
    [
      { kind: "release-asked", dayIndex: 412, deed: "read anew", by: "Ann", reason: "It was a mistake." },
      "Day 412 is stopped and waits for a second person",
      /^Ann wants it read anew: “It was a mistake\.”\n/,
      "/admin/days/412",
    ],
    [
      { kind: "proposal-agreed", document: "rules", version: 5, by: "Ben", fromDay: 420 },
      "Version 5 of the rules is agreed",
      /^Ben has confirmed them.*from day 420 on\.$/,
      "/admin/rules",
    ],
    [
      { kind: "act-waits", name: "withdraw", by: "Ann", reason: "why", approvals: 0, threshold: 2 },
      "An act on the pool waits for your signature",
      /^Withdraw to the treasury\. Ann proposes it: “why”\n0 of 2 approvals are given\.$/,
      "/admin/pool",
    ],
    [
      { kind: "day-late", fact: "day 412 is late", incidentId: 3 },
      "A payout is late",
      /^Day 412 is late\.$/,
      "/admin/incidents/3",
    ],
  ])("message %#", (what, title, text, path) => {
    const said = say(what);
    expect(said).toMatchObject({ title, priority: null, link: `https://prizes.example.org${path}` });
    expect(said.text).toMatch(text);
  });
});

describe("a notice about an account", () => {
  const notice = (what: string, facts: Partial<NoticeFacts> = {}) =>
    say({ kind: "account", what, atMs: NOW, notice: { ...nobody, ...facts } });

  test("says what happened, when, from where, and what to do if it was somebody else", () => {
    expect(notice("sign-in.new-device", { address: "192.0.2.7", browser: "Firefox 140" })).toMatchObject({
      title: "Sign-in to your account on a new device",
      text: expect.stringMatching(
        /^At 2026-11-29 09:00 UTC, from 192\.0\.2\.7, with Firefox 140\.\nIf this was not you/,
      ),
    });
    expect(notice("user.disable", { about: "Ben", by: "Ann" })).toMatchObject({
      title: "Ben's account was disabled",
      text: expect.stringMatching(/by Ann\.\nIf nobody told you/),
    });
    expect(notice("user.some-new-thing").title).toBe("Your account was changed (user.some-new-thing)");
  });

  test("shows what a stranger's browser sent as what it is", () => {
    const { text } = notice("sign-in.new-device", { browser: `x\n\u202eBcc: ${"a".repeat(5_000)}` });
    expect(text).toContain("x\\u{a}\\u{202e}Bcc:");
    expect(text.length).toBeLessThan(700);
  });
});

test("what the public reads mentions nobody, whatever it says", () => {
  for (const kind of ["public-trouble", "public-trouble-over"] as const) {
    const { text, link } = say({ kind, text: "Late. @everyone, ask @ann" });
    expect(text).not.toContain("@");
    expect(text).toContain("Late. ＠everyone");
    expect(link).toBe("https://prizes.example.org/status");
  }
});

test("what people wrote is bounded, and its control characters are shown", () => {
  const { text } = say({ kind: "engine-paused", by: "Ann", reason: `\u0007${"x".repeat(10_000)}` });
  expect(text).toContain("\\u{7}");
  expect(text.length).toBeLessThan(1_300);
});
