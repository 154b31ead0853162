import { describe, expect, test } from "vitest";
import type { DayState } from "../day/states";
import type { Hearer, Tidings } from "./notification";
import { type NotificationEvent, readNotificationEvent } from "./notification-events";
import { type ApprovalNow, notificationsOfSignature, wantedApproval } from "./notifications-of-approval";
import { type DayNow, notificationsOfDay } from "./notifications-of-day";
import { notificationsOfNotice } from "./notifications-of-notice";
import {
  type ActNow,
  notificationsOfAct,
  notificationsOfPause,
  notificationsOfProposal,
  notificationsOfReleaseAsked,
} from "./notifications-of-requests";

const NOW = Date.UTC(2026, 10, 29, 12);
const DAY_MS = 86_400_000;
const ANN = "5b0f5b0e-7d0a-4a53-8b19-3f0e0d9f7a11";
const BEN = "8f14e45f-ceea-467f-a8d9-1c2b3a4d5e6f";

const people: readonly Hearer[] = [
  { id: ANN, name: "Ann", role: "approver" },
  { id: BEN, name: "Ben", role: "viewer" },
];

/** An event as the outbox has it; `at` is how long ago it was. */
function eventOf<Name extends NotificationEvent["event"]>(name: Name, payload: object, ago = 0) {
  const read = readNotificationEvent({ id: 7, event: name, payload, atMs: NOW - ago });
  if (read?.event !== name) throw new Error(`${name} was not read`);
  return read as Extract<NotificationEvent, { event: Name }>;
}

const kinds = ({ told }: Tidings) => told.map(({ what, to }) => `${what.kind} ${to.kind}`);

const PAID: DayNow = { state: "PAID", lovelace: 5n, outputs: 2, batches: 1, stopReason: null, stops: 0 };

describe("a move of a day", () => {
  const move = (from: DayState | null, state: DayState, day: Partial<DayNow> = {}, ago = 0) =>
    notificationsOfDay(eventOf("day.state", { dayIndex: 412, from, state, detail: "why" }, ago), {
      day: { ...PAID, state, ...day },
      people,
      nowMs: NOW,
    });

  test.each<[string, Tidings, readonly string[]]>([
    ["paid", move("PAYING", "PAID"), ["day-paid team", "day-paid public"]],
    ["paid, and final by now", move("PAYING", "PAID", { state: "FINAL" }), ["day-paid team", "day-paid public"]],
    ["paid, and taken back by a rollback", move("PAYING", "PAID", { state: "PAYING" }), []],
    ["paid two days ago", move("PAYING", "PAID", {}, 2 * DAY_MS), []],
    ["paid in part", move("PAYING", "PART_PAID"), ["day-part-paid team"]],
    ["paid in part, and resumed by now", move("PAYING", "PART_PAID", { state: "PAID" }), []],
    ["closed", move("CHECKED", "CLOSED"), ["day-closed team"]],
    ["stopped", move("CHECKED", "FROZEN"), ["day-stopped people", "day-stopped everybody"]],
    [
      "stopped two days ago, and still",
      move("OPEN", "FROZEN", {}, 2 * DAY_MS),
      ["day-stopped people", "day-stopped everybody"],
    ],
    ["stopped, and released by now", move("OPEN", "FROZEN", { state: "PAID" }), []],
    ["released", move("FROZEN", "OPEN", { state: "SNAPSHOT" }), ["day-released team"]],
    ["released, and stopped again by now", move("FROZEN", "OPEN", { state: "FROZEN" }), []],
    ["any other step", move("CHECKED", "PREVIEW"), []],
  ])("%s is told as long as it is so", (_what, tidings, told) => {
    expect(kinds(tidings)).toEqual(told);
  });

  test("a stop waits for those who may release it, and is told once however much is found", () => {
    const [first] = move("CHECKED", "FROZEN", { stops: 1 }).told;
    expect(first).toMatchObject({ concern: "waits", to: { ids: [ANN] } });
    expect(move("FROZEN", "FROZEN", { stops: 1 }).told[0]?.key).toBe(first?.key);
    expect(move("OPEN", "FROZEN", { stops: 2 }).told[0]?.key).not.toBe(first?.key);
  });

  test("it takes back what waits for a state that is over", () => {
    expect(move("PROPOSED", "APPROVED").over).toEqual(["day:412:approval:"]);
    expect(move("FROZEN", "OPEN").over).toEqual(["day:412:stop:"]);
    expect(move("CHECKED", "PREVIEW").over).toEqual([]);
  });
});

describe("an approval", () => {
  const NOW_OPEN: ApprovalNow = {
    ...{ dayIndex: 412, of: "plan", lovelace: 5n, deadlineMs: 9, untilMs: 8, stops: 0 },
    ...{ approvals: 1, threshold: 2, mayStillSign: [BEN] },
  };

  test("is wanted of those who can still give it, and said anew for another deadline or after a stop", () => {
    const { told } = wantedApproval(NOW_OPEN);
    expect(told).toMatchObject([{ concern: "waits", to: { kind: "people", ids: [BEN] } }]);
    const keys = [NOW_OPEN, { ...NOW_OPEN, deadlineMs: 10 }, { ...NOW_OPEN, stops: 1 }].map(
      (now) => wantedApproval(now).told[0]?.key,
    );
    expect(new Set(keys).size).toBe(3);
  });

  test.each<[string, ApprovalNow | null]>([
    ["nothing can be signed any more", null],
    ["there are enough", { ...NOW_OPEN, approvals: 2 }],
    ["nobody can sign", { ...NOW_OPEN, mayStillSign: [] }],
  ])("is not wanted once %s", (_what, now) => {
    expect(wantedApproval(now).told).toEqual([]);
  });

  test("that was the last one is told, and ends the wait of the others", () => {
    const added = (approvals: number, ago = 0) =>
      notificationsOfSignature(
        eventOf("approval.added", { dayIndex: 412, of: "plan", deadlineMs: 9, approvals, threshold: 2 }, ago),
        NOW,
      );
    expect(kinds(added(1))).toEqual([]);
    expect(added(2)).toMatchObject({ told: [{ what: { kind: "approved" } }], over: ["day:412:approval:"] });
    expect(added(2, 2 * DAY_MS)).toEqual({ told: [], over: ["day:412:approval:"] });
  });
});

describe("what takes a second person", () => {
  const open = { by: "Ann", reason: "why", seconds: [BEN] };

  test("a stop's end is told to those who can agree, while it is asked for", () => {
    const asked = eventOf("day.release-asked", { dayIndex: 412, by: ANN, deed: "released", reason: "why" });
    expect(notificationsOfReleaseAsked(asked, open)).toMatchObject({
      told: [{ key: "day:412:stop:asked:7", to: { ids: [BEN] }, what: { kind: "release-asked", by: "Ann" } }],
    });
    expect(notificationsOfReleaseAsked(asked, null).told).toEqual([]);
  });

  test("a proposal waits while it is open; its end takes that back", () => {
    const event = (verb: string, ago = 0) =>
      eventOf("proposal.state", { kind: "rules", hash: "ab", verb, by: ANN }, ago);
    const agreed = { version: 5, by: "Ben", fromDay: 420 };
    expect(kinds(notificationsOfProposal(event("propose"), { open, agreed: null }, NOW))).toEqual([
      "proposal-waits people",
    ]);
    expect(notificationsOfProposal(event("propose"), { open: null, agreed }, NOW).told).toEqual([]);
    const confirmed = notificationsOfProposal(event("confirm"), { open: null, agreed }, NOW);
    expect(confirmed).toMatchObject({ told: [{ key: "rules:5" }], over: ["proposal:rules:ab:"] });
    const withdrawn = notificationsOfProposal(event("withdraw"), { open: null, agreed: null }, NOW);
    expect(withdrawn).toEqual({ told: [], over: ["proposal:rules:ab:"] });
    expect(notificationsOfProposal(event("confirm", 2 * DAY_MS), { open: null, agreed }, NOW).told).toEqual([]);
  });

  test("an act waits for its signatures, and then for whoever has it sent", () => {
    const act: ActNow = {
      ...{ name: "withdraw", by: "Ann", reason: "why", approvals: 0, threshold: 2 },
      ...{ mayStillSign: [ANN], maySend: null },
    };
    const of = (verb: string, now: ActNow) => notificationsOfAct(eventOf("act.state", { id: 3, verb }), now);
    expect(of("propose", act)).toMatchObject({ told: [{ key: "act:3:waits", to: { ids: [ANN] } }], over: [] });
    expect(of("sign", act)).toEqual({ told: [], over: [] });
    const complete = of("sign", { ...act, maySend: [ANN, BEN] });
    expect(complete).toMatchObject({ told: [{ key: "act:3:signed" }], over: ["act:3:waits"] });
    expect(of("withdraw", null)).toEqual({ told: [], over: ["act:3:"] });
  });

  test("a pause is told while it lasts, and its end while that is so", () => {
    const of = (name: "engine.paused" | "engine.checked" | "engine.resumed", isPaused: boolean, ago = 0) => {
      const event = eventOf(name, { by: "Ann", reason: "why" }, ago);
      return notificationsOfPause(event, isPaused ? { seconds: [BEN] } : null, NOW);
    };
    expect(kinds(of("engine.paused", true, 2 * DAY_MS))).toEqual(["engine-paused team"]);
    expect(kinds(of("engine.paused", false))).toEqual([]);
    expect(of("engine.checked", true).told).toMatchObject([{ concern: "waits", to: { ids: [BEN] } }]);
    expect(of("engine.resumed", false)).toMatchObject({
      told: [{ what: { kind: "engine-resumed" } }],
      over: ["engine:"],
    });
    expect(kinds(of("engine.resumed", true))).toEqual([]);
    expect(kinds(of("engine.resumed", false, 2 * DAY_MS))).toEqual([]);
  });
});

test("what happened to an account is told however old; a lock once an hour", () => {
  const nobody = { about: null, by: null, address: null, browser: null };
  const of = (what: string, ago: number) =>
    notificationsOfNotice(eventOf("person.notice", { person: ANN, what }, ago), nobody);
  expect(of("user.reset", 30 * DAY_MS).told).toMatchObject([{ concern: "account", to: { ids: [ANN] } }]);
  const locked = [0, 60_000, 3_600_000].map((ago) => of("user.locked", ago + 60_000).told[0]?.key);
  expect(locked[0]).toBe(locked[1]);
  expect(locked[2]).not.toBe(locked[0]);
});

test("an event that nobody is told of, or is of another form, comes to nothing", () => {
  const row = { id: 1, atMs: NOW };
  expect(readNotificationEvent({ ...row, event: "batch.state", payload: {} })).toBeNull();
  expect(readNotificationEvent({ ...row, event: "day.state", payload: { dayIndex: 1, state: "PAID" } })).toBeNull();
  expect(
    readNotificationEvent({ ...row, event: "person.notice", payload: { person: "' or 1=1", what: "x" } }),
  ).toBeNull();
  expect(readNotificationEvent({ ...row, event: "toString", payload: null })).toBeNull();
});
