import { expect, test } from "vitest";
import { readNotificationEvent } from "./notification-events";
import { type IncidentNow, notificationsOfIncident } from "./notifications-of-incident";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 10, 29, 12);
const OPEN: IncidentNow = {
  ...{ kind: "chain-stalled", fact: "No block for 9 minutes", publicText: "We are behind.", isOpen: true },
  ...{ isDependent: false, alike: 0, announced: null },
};
const CLOSED: IncidentNow = { ...OPEN, isOpen: false, announced: { id: 12, resolvedMs: NOW } };

function told(name: "incident.opened" | "incident.resolved", incident: IncidentNow, ago = 0): readonly string[] {
  const event = readNotificationEvent({ id: 1, event: name, payload: { incident: 12 }, atMs: NOW - ago });
  if (event?.event !== name) throw new Error("it was not read");
  return notificationsOfIncident(event, { incident, nowMs: NOW }).told.map(({ key, to }) => `${to.kind} ${key}`);
}

test.each<[string, IncidentNow, readonly string[]]>([
  ["one that concerns the public", OPEN, ["public incident:12:public:opened"]],
  ["one that does not", { ...OPEN, publicText: null }, []],
  ["one that is over by now", { ...OPEN, isOpen: false }, []],
  ["one that another explains", { ...OPEN, isDependent: true }, []],
  [
    "one of which the public knows by another",
    { ...OPEN, alike: 1, announced: { id: 11, resolvedMs: NOW - 48 * HOUR_MS } },
    [],
  ],
  ["one like another of which the public does not know", { ...OPEN, alike: 1 }, ["public incident:12:public:opened"]],
  ["one while another goes on", { ...OPEN, announced: { id: 11, resolvedMs: null } }, []],
  ["one like another whose end is told next", { ...OPEN, announced: { id: 11, resolvedMs: NOW - HOUR_MS } }, []],
  [
    "one like another of long ago, whose end could not be told",
    { ...OPEN, announced: { id: 3, resolvedMs: NOW - 48 * HOUR_MS } },
    ["public incident:12:public:opened"],
  ],
  ["a late day", { ...OPEN, kind: "day-overdue", publicText: null }, ["everybody incident:12:late"]],
])("its beginning: %s", (_what, incident, keys) => {
  expect(told("incident.opened", incident)).toEqual(keys);
});

test.each<[string, IncidentNow, readonly string[]]>([
  ["of one that was announced", CLOSED, ["public incident:12:public:resolved"]],
  [
    "of the last of several, by the one that was announced",
    { ...CLOSED, announced: { id: 9, resolvedMs: NOW - 48 * HOUR_MS } },
    ["public incident:9:public:resolved"],
  ],
  ["while another goes on", { ...CLOSED, alike: 1 }, []],
  ["of one that the public never heard of", { ...CLOSED, announced: null }, []],
  ["of one that is back by now", { ...CLOSED, isOpen: true }, []],
  ["of one that does not concern the public", { ...CLOSED, publicText: null }, []],
])("its end: %s", (_what, incident, keys) => {
  expect(told("incident.resolved", incident)).toEqual(keys);
});

test("after two days a beginning is history, and the end of what was told is not", () => {
  expect(told("incident.opened", OPEN, 48 * HOUR_MS)).toEqual([]);
  expect(told("incident.resolved", CLOSED, 48 * HOUR_MS)).toEqual(["public incident:12:public:resolved"]);
});
