import { describe, expect, it } from "vitest";
import {
  BOSS,
  testChannel as channel,
  testIncident as incident,
  MAIL,
  PAGER,
  Telling,
} from "@/server/testing/domain/telling";
import type { IncidentToTell } from "./alert-due";
import { isAlertKey, keyOf, readKey } from "./plan-alerts";

describe("one incident", () => {
  it("goes at once to the channels that take so little, and to no escalation and no public channel", () => {
    expect(new Telling().at(0, incident(1))).toEqual(["mail incident:1:opened", "pager incident:1:opened"]);
    expect(new Telling().at(0, incident(1, { priority: 2 }))).toEqual(["mail incident:1:opened"]);
  });

  it("others are called in after 5, 20 and 35 minutes without acknowledgement, and reminded each hour", () => {
    const telling = new Telling();
    const when: [number, string[]][] = [];
    for (let minute = 0; minute <= 130; minute++) when.push([minute, telling.at(minute, incident(1))]);
    expect(when.filter(([, said]) => said.length > 0)).toEqual([
      [0, ["mail incident:1:opened", "pager incident:1:opened"]],
      [5, ["boss incident:1:escalated:1"]],
      [20, ["boss incident:1:escalated:2"]],
      [35, ["boss incident:1:escalated:3"]],
      [60, ["mail incident:1:reminder:1", "pager incident:1:reminder:1"]],
      [95, ["boss incident:1:reminder:1"]],
      [120, ["mail incident:1:reminder:2", "pager incident:1:reminder:2"]],
    ]);
  });

  it("a watch that was away for long calls once, not once for each time that it missed", () => {
    const telling = new Telling();
    telling.at(0, incident(1));
    expect(telling.at(300, incident(1)).filter((said) => said.startsWith("boss"))).toEqual([
      "boss incident:1:escalated:3",
    ]);
  });

  it("nobody waits for a clock that was put back: what is known to be open is told at once, and then as ever", () => {
    const telling = new Telling();
    telling.at(0, incident(1));
    const when: [number, string[]][] = [];
    for (let minute = -180; minute <= -110; minute++) when.push([minute, telling.at(minute, incident(1))]);
    expect(when.filter(([, said]) => said.length > 0)).toEqual([
      [-180, ["mail incident:1:reminder:1", "pager incident:1:reminder:1", "boss incident:1:escalated:1"]],
      [-160, ["boss incident:1:escalated:2"]],
      [-145, ["boss incident:1:escalated:3"]],
      [-120, ["mail incident:1:reminder:2", "pager incident:1:reminder:2"]],
    ]);
  });

  it("the clock of another machine may be some minutes ahead", () => {
    const telling = new Telling();
    telling.at(4, incident(1));
    expect(telling.at(0, incident(1))).toEqual([]);
  });

  it("an escalation is called in by itself where there is nobody else", () => {
    const telling = new Telling([BOSS]);
    expect(telling.at(4, incident(1))).toEqual([]);
    expect(telling.at(5, incident(1))).toEqual(["boss incident:1:escalated:1"]);
  });

  it("nobody is told after an acknowledgement, also when it comes back, until it is over", () => {
    const telling = new Telling();
    telling.at(0, incident(1));
    for (const minute of [3, 5, 60, 600]) expect(telling.at(minute, incident(1, { isAcknowledged: true }))).toEqual([]);
    const over = incident(1, { isAcknowledged: true, isResolved: true });
    expect(telling.at(601, over)).toEqual(["mail incident:1:resolved", "pager incident:1:resolved"]);
    expect(telling.at(602, over)).toEqual([]);
  });

  it("that it is over is told to nobody who had not heard of it", () => {
    expect(new Telling().at(0, incident(1, { isResolved: true }))).toEqual([]);
  });

  it("is told anew where it became more urgent, and escalated from then on", () => {
    const telling = new Telling();
    telling.at(0, incident(1, { priority: 3 }));
    expect(telling.at(100, incident(1))).toEqual(["mail incident:1:raised:1", "pager incident:1:opened"]);
    expect(telling.at(104, incident(1))).toEqual([]);
    expect(telling.at(105, incident(1))).toEqual(["boss incident:1:escalated:1"]);
  });

  it("an acknowledgement is for what it was then: all hear once that it is more urgent, and nobody is called in", () => {
    const telling = new Telling();
    telling.at(0, incident(1, { priority: 2 }));
    const raised = incident(1, { isAcknowledged: true });
    expect(telling.at(5, incident(1, { priority: 2, isAcknowledged: true }))).toEqual([]);
    expect(telling.at(9, raised)).toEqual(["mail incident:1:raised:1", "pager incident:1:raised:1"]);
    for (const minute of [10, 20, 80]) expect(telling.at(minute, raised)).toEqual([]);
  });

  it.each([
    [1, 30],
    [2, 1],
    [3, 0],
    [4, 0],
  ] as const)("of priority %i, there are %i reminders in 30 hours to one channel", (priority, count) => {
    const telling = new Telling([MAIL]);
    const said = Array.from({ length: 31 }, (_, hour) => telling.at(hour * 60, incident(1, { priority })));
    expect(said.flat().filter((each) => each.includes("reminder"))).toHaveLength(count);
  });
});

describe("several incidents", () => {
  it("what another one explains is told by that one alone, and by itself once that is over", () => {
    const telling = new Telling([MAIL]);
    expect(telling.at(0, incident(1), incident(2, { causeId: 1 }))).toEqual(["mail incident:1:opened"]);
    expect(telling.at(9, incident(1, { isResolved: true }), incident(2))).toEqual(
      ["mail incident:1:resolved", "mail incident:2:opened"].sort(),
    );
  });

  it("a storm is one message, the most urgent first; what comes on within the minute is another", () => {
    const telling = new Telling([MAIL]);
    const storm = Array.from({ length: 1_000 }, (_, at) => incident(at + 1, { priority: at === 500 ? 1 : 2 }));
    const [said, ...more] = telling.at(0, ...storm);
    expect(more).toEqual([]);
    expect(said).toMatch(/^mail incident:501:opened\+incident:1:opened\+/);
    const later = [...storm, incident(2_000), incident(2_001)];
    expect(telling.at(0.9, ...later)).toEqual([]);
    expect(telling.at(1, ...later)).toEqual(["mail incident:2000:opened", "mail incident:2001:opened"]);
  });

  it("incidents that trickle in are told one by one up to ten, and then wait for the next minute", () => {
    const telling = new Telling([MAIL]);
    const open: IncidentToTell[] = [];
    const counts = Array.from({ length: 14 }, (_, at) => {
      open.push(incident(at + 1));
      return telling.at(at / 20, ...open).length;
    });
    expect(counts).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(telling.at(1.5, ...open)).toHaveLength(4);
  });
});

describe("a channel that fails", () => {
  const failing = incident(1, { kind: "channel-failing", subject: "mail", priority: 2 });

  it("is told of by others that take so little", () => {
    const chat = channel("chat", { lowestPriority: 2 });
    expect(new Telling([MAIL, chat, PAGER]).at(0, failing)).toEqual(["chat incident:1:opened"]);
  });

  it("is told of by all others where none takes so little, and never by itself", () => {
    expect(new Telling([MAIL, PAGER]).at(0, failing)).toEqual(["pager incident:1:opened"]);
    expect(new Telling([MAIL]).at(0, failing)).toEqual([]);
  });
});

it("keys are read as they were written, and others are none", () => {
  for (const event of ["opened", "raised", "escalated", "reminder", "resolved"] as const) {
    const due = { incidentId: 12, event, count: event === "opened" || event === "resolved" ? 1 : 3 };
    expect(readKey(keyOf({ channel: "mail", ...due }))).toEqual(due);
  }
  for (const key of ["", "incident:12", "day:12:PAID", "incident:x:opened", "summary:incident:12:opened"])
    expect(readKey(key)).toBeNull();
});

it("an alert is one also when it says that something is over, is of several, or was told without the database", () => {
  for (const key of ["incident:12:opened", "incident:12:resolved", "summary:incident:12:raised:1"])
    expect(isAlertKey(key)).toBe(true);
  expect(isAlertKey("outage:1700000000000:incident:0:opened")).toBe(true);
  for (const key of ["day:412:paid", "incident:12:late", "incident:12:public:opened", "test:0f4b"])
    expect(isAlertKey(key)).toBe(false);
});
