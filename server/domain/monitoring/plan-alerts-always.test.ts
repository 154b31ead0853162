import * as fc from "fast-check";
import { expect, it } from "vitest";
import { BOSS, MAIL, NEWS, PAGER, Telling, testChannel, testIncident } from "@/server/testing/domain/telling";
import type { IncidentToTell } from "./alert-due";
import type { IncidentKind } from "./kinds";
import type { Priority } from "./priority";

/* Whatever happens to incidents, in whatever order, and however the clock runs. */

const CHANNELS = [MAIL, PAGER, BOSS, NEWS, testChannel("chat", { lowestPriority: 2 })];

type Step = { readonly minutes: number; readonly changes: readonly Change[] };
type Change = { readonly id: number } & Partial<Omit<IncidentToTell, "id">>;

const anyChange: fc.Arbitrary<Change> = fc.record(
  {
    id: fc.integer({ min: 1, max: 30 }),
    priority: fc.constantFrom<Priority>(1, 2, 3, 4),
    kind: fc.constantFrom<IncidentKind>("site-down", "channel-failing"),
    subject: fc.constantFrom("", "mail", "pager"),
    causeId: fc.constantFrom(null, 1, 2),
    isAcknowledged: fc.boolean(),
    isResolved: fc.boolean(),
  },
  { requiredKeys: ["id"] },
);
/** Now and then the clock is set back, or nobody looked for a day. */
const anyMinutes = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0.05, max: 10, noNaN: true }) },
  { weight: 1, arbitrary: fc.integer({ min: -120, max: 1_500 }) },
);
const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ minutes: anyMinutes, changes: fc.array(anyChange, { maxLength: 12 }) }),
  { minLength: 1, maxLength: 60 },
);

function runThrough(
  steps: readonly Step[],
  look: (said: readonly string[], open: Map<number, IncidentToTell>) => void,
) {
  const telling = new Telling(CHANNELS);
  const open = new Map<number, IncidentToTell>();
  let minute = 0;
  for (const { minutes, changes } of steps) {
    minute += minutes;
    for (const change of changes)
      open.set(change.id, { ...(open.get(change.id) ?? testIncident(change.id)), ...change });
    look(telling.at(minute, ...open.values()), open);
  }
  return telling;
}

/** Channel and key of each thing told. */
const each = (said: readonly string[]) =>
  said.flatMap((line) => {
    const [channel = "", keys = ""] = line.split(" ");
    return keys.split("+").map((key) => ({ channel, key, id: Number(key.split(":")[1]) }));
  });

it("nothing is told twice to one channel", () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const all: string[] = [];
      runThrough(steps, (said) => all.push(...each(said).map(({ channel, key }) => `${channel} ${key}`)));
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});

it("of what is acknowledged, explained or over nobody is alerted but that it is worse, and never by the wrong channel", () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      runThrough(steps, (said, open) => {
        for (const { channel, key, id } of each(said)) {
          const incident = open.get(id);
          const isSettled = incident?.isResolved || incident?.causeId !== null;
          if (!key.endsWith(":resolved")) expect(isSettled).toBe(false);
          if (incident?.isAcknowledged) expect(key).toMatch(/:(raised:[123]|resolved)$/);
          expect(channel).not.toBe("news");
          if (incident?.kind === "channel-failing" && !key.endsWith(":resolved"))
            expect(channel).not.toBe(incident.subject);
        }
      });
    }),
  );
});

it("one look brings a channel ten messages of one event at most, and one incident three escalations", () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const { told } = runThrough(steps, (said) => {
        for (const { name } of CHANNELS)
          for (const event of ["opened", "raised", "escalated", "reminder", "resolved"])
            expect(
              said.filter((line) => line.startsWith(`${name} `) && line.includes(`:${event}`)).length,
            ).toBeLessThan(11);
      });
      for (let id = 1; id <= 30; id++)
        for (const { name } of CHANNELS) {
          const of = told.filter(({ channel, incidentId }) => channel === name && incidentId === id);
          expect(of.filter(({ event }) => event === "escalated").length).toBeLessThanOrEqual(3);
          expect(of.filter(({ event }) => event === "raised").length).toBeLessThanOrEqual(3);
        }
    }),
  );
});

it("what stays open is told within two minutes, whatever came before", () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const open = new Map<number, IncidentToTell>();
      const telling = runThrough(steps, (_said, now) => {
        for (const [id, incident] of now) open.set(id, incident);
      });
      const last = testIncident(99);
      for (const minute of [100_000, 100_001]) telling.at(minute, ...open.values(), last);
      expect(telling.told.some(({ incidentId, channel }) => incidentId === 99 && channel === "pager")).toBe(true);
    }),
  );
});
