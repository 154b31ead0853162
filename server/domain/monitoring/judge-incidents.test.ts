import { describe, expect, it } from "vitest";
import type { Finding } from "./finding";
import { judgeIncidents, type KnownTrouble, type OpenIncident } from "./judge-incidents";

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

const find = (kind: Finding["kind"], subject = "", sinceMs: number | null = null): Finding => ({
  ...{ kind, subject, sinceMs, next: null },
  fact: `${kind} of ${subject}.`,
});
const incident = (kind: Finding["kind"], more: Partial<OpenIncident> = {}): OpenIncident => ({
  ...{ id: 1, kind, subject: "", priority: 2, causeId: null, wellSinceMs: null, lastSeenMs: 0 },
  ...more,
});
const NOTHING: KnownTrouble = { open: [], suspects: [] };
const judge = (known: Partial<KnownTrouble>, findings: Finding[], unknown: Finding["kind"][] = [], nowMs = NOW) =>
  judgeIncidents({ ...NOTHING, ...known }, { findings, unknown }, nowMs);
const suspect = (kind: Finding["kind"], firstSeenMs: number, lastSeenMs = firstSeenMs, subject = "") => ({
  ...{ kind, subject, firstSeenMs, lastSeenMs },
});

describe("opening", () => {
  it("waits until it is so for the time of its kind, and not a millisecond longer", () => {
    const first = judge({}, [find("signer-away", "a")]);
    expect(first).toMatchObject({ toOpen: [], suspects: [suspect("signer-away", NOW, NOW, "a")] });
    const early = judge(first, [find("signer-away", "a")], [], NOW + MINUTE - 1);
    expect(early.toOpen).toEqual([]);
    const ripe = judge(early, [find("signer-away", "a")], [], NOW + MINUTE);
    expect(ripe.toOpen).toEqual([{ ...find("signer-away", "a"), beganMs: NOW }]);
    expect(ripe.suspects).toEqual([]);
  });

  it("is at once where evidence stays, and says since when it was so", () => {
    expect(judge({}, [find("money-moved", "pool", NOW - 9)]).toOpen).toMatchObject([{ beganMs: NOW - 9 }]);
  });

  it("does not wait longer for what comes and goes within half that time; what stayed away starts anew", () => {
    const known = { suspects: [suspect("signer-away", NOW)] };
    const away = judge(known, [], [], NOW + MINUTE / 2 - 1);
    expect(away.suspects).toEqual(known.suspects);
    expect(judge(away, [find("signer-away")], [], NOW + MINUTE).toOpen).toHaveLength(1);
    expect(judge(known, [], [], NOW + MINUTE / 2).suspects).toEqual([]);
  });

  it("opens nothing twice, whatever a look says twice", () => {
    const twice = [find("money-moved", "pool"), find("money-moved", "pool")];
    expect(judge({}, twice).toOpen).toHaveLength(1);
    const open = [incident("money-moved", { subject: "pool" })];
    expect(judge({ open }, twice)).toMatchObject({ toOpen: [], seen: [{ id: 1, isBack: false }] });
  });
});

describe("closing", () => {
  it("waits until it is well for the time of its kind", () => {
    const well = judge({ open: [incident("site-down")] }, []);
    expect(well).toMatchObject({ well: [{ id: 1, sinceMs: NOW }], toClose: [] });
    const open = [incident("site-down", { wellSinceMs: NOW })];
    expect(judge({ open }, [], [], NOW + 5 * MINUTE - 1)).toMatchObject({ well: [], toClose: [] });
    expect(judge({ open }, [], [], NOW + 5 * MINUTE)).toMatchObject({ well: [], toClose: [1] });
  });

  it("does not begin while another watch finds it: each sees its own disk and certificates", () => {
    const open = [incident("disk-full", { lastSeenMs: NOW })];
    expect(judge({ open }, [], [], NOW + MINUTE / 2 - 1)).toMatchObject({ well: [], toClose: [] });
    expect(judge({ open }, [], [], NOW + MINUTE / 2)).toMatchObject({ well: [{ sinceMs: NOW + MINUTE / 2 }] });
    // The clock went back since.
    expect(judge({ open }, [], [], NOW - 1)).toMatchObject({ well: [{ sinceMs: NOW - 1 }] });
  });

  it("does not happen to what comes back: it is the same incident", () => {
    const open = [incident("site-down", { wellSinceMs: NOW })];
    const back = judge({ open }, [find("site-down")], [], NOW + 5 * MINUTE);
    expect(back).toMatchObject({ toOpen: [], toClose: [], seen: [{ id: 1, isBack: true }] });
  });

  it("does not happen while nothing is known, nor to what a person opened; what is found all the same counts", () => {
    const open = [
      incident("site-down", { wellSinceMs: NOW - 60 * MINUTE }),
      incident("by-hand", { id: 2, wellSinceMs: NOW - 60 * MINUTE }),
    ];
    const unchanged = { toOpen: [], seen: [], well: [], toClose: [], suspects: [] };
    expect(judge({ open }, [find("by-hand")], ["site-down"])).toEqual(unchanged);
    expect(judge({}, [find("money-moved")], ["money-moved"]).toOpen).toHaveLength(1);
  });
});

it("a clock that went back a year delays neither opening nor closing by a year", () => {
  const year = 365 * 24 * 60 * MINUTE;
  const open = [incident("site-down", { wellSinceMs: NOW + year })];
  const known = { open, suspects: [suspect("signer-away", NOW + year)] };
  const after = judge(known, [find("signer-away"), find("money-moved", "pool", NOW + year)]);
  expect(after).toMatchObject({
    suspects: [suspect("signer-away", NOW)],
    well: [{ id: 1, sinceMs: NOW }],
    toOpen: [{ kind: "money-moved", beganMs: NOW }],
  });
});

describe("a storm", () => {
  const storm = (size: number) => Array.from({ length: size }, (_, at) => find("money-moved", `s${at}`, NOW - at));

  it("of few is each by itself, of more one that counts them", () => {
    expect(judge({}, storm(5)).toOpen.map(({ subject }) => subject)).toEqual(["s0", "s1", "s2", "s3", "s4"]);
    const [group, ...more] = judge({}, storm(1_000)).toOpen;
    expect(more).toEqual([]);
    expect(group).toMatchObject({ kind: "money-moved", subject: "", beganMs: NOW - 999 });
    expect(group?.fact).toBe(
      "1000 at once. money-moved of s0. money-moved of s1. " +
        "Also: s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, and 988 more.",
    );
    expect(judge({}, storm(20_000)).toOpen).toHaveLength(1);
    const ofDays = judge(
      {},
      [1, 2, 3, 4, 5, 6].map((day) => find("plan-deviates", `day:${day}`)),
    ).toOpen[0];
    expect(ofDays?.fact).toMatch(/ Also: day 3, day 4, day 5, day 6\.$/);
    const account = (at: number) => `user:0f4be5a0-6a1c-4f5e-9d53-00000000000${at}`;
    const ofPeople = judge(
      {},
      [1, 2, 3, 4, 5, 6].map((at) => find("approver-silent", account(at))),
    ).toOpen[0];
    expect(ofPeople?.fact).toMatch(/ Also: 4 more\.$/);
  });

  it("that grows leaves those that are open, and one that calms down opens nothing new until none is left", () => {
    const own = incident("money-moved", { id: 7, subject: "s1" });
    const grown = judge({ open: [own] }, storm(6));
    expect(grown.toOpen.map(({ subject }) => subject)).toEqual([""]);
    expect(grown.seen.map(({ id }) => id)).toEqual([7]);
    const group = incident("money-moved", { id: 8 });
    const calmer = judge({ open: [own, group] }, storm(3));
    expect(calmer.toOpen).toEqual([]);
    expect(calmer.seen.map(({ id }) => id)).toEqual([7, 8]);
    const over = judge({ open: [own, group] }, [find("money-moved", "s1")]);
    expect(over).toMatchObject({ toOpen: [], seen: [{ id: 7 }], well: [{ id: 8 }] });
  });

  it("that swings about the bound is as old as its oldest", () => {
    const few = Array.from({ length: 5 }, (_, at) => find("signer-away", `s${at}`));
    const many = [...few, find("signer-away", "s5")];
    const first = judge({}, few);
    const second = judge(first, many, [], NOW + MINUTE / 2);
    const third = judge(second, few, [], NOW + MINUTE);
    expect(third.toOpen).toHaveLength(5);
  });
});
