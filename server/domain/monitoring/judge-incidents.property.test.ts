import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding, Look } from "./finding";
import { MOST_APART } from "./group-findings";
import { judgeIncidents, type KnownTrouble, type OpenIncident } from "./judge-incidents";
import { judgeCauses } from "./judge-incidents-causes";
import { INCIDENT_KINDS, type IncidentKind, KIND_NAMES } from "./kinds";

const MINUTE = 60_000;
const kind = fc.constantFrom(...KIND_NAMES.filter((name) => name !== "by-hand"));
const subject = fc.constantFrom("", ..."abcdefgh");
const finding = fc
  .record({ kind, subject })
  .map((key): Finding => ({ ...key, fact: "So.", next: null, sinceMs: null }));
const step = fc.record({
  findings: fc.array(finding, { maxLength: 12 }),
  unknown: fc.array(kind, { maxLength: 4 }),
  /** Also backwards. */
  passMs: fc.integer({ min: -10 * MINUTE, max: 20 * MINUTE }),
});

type World = KnownTrouble & { readonly lastId: number };

/** As services/incidents/apply-look does it with tables. */
function apply(world: World, look: Look, nowMs: number): World {
  const { toOpen, seen, well, toClose, suspects } = judgeIncidents(world, look, nowMs);
  const kept = world.open
    .filter(({ id }) => !toClose.includes(id))
    .map((incident) => {
      if (seen.some(({ id }) => id === incident.id)) return { ...incident, wellSinceMs: null, lastSeenMs: nowMs };
      const found = well.find(({ id }) => id === incident.id);
      return found ? { ...incident, wellSinceMs: found.sinceMs } : incident;
    });
  const opened = toOpen.map((each, index) => ({
    ...{ id: world.lastId + 1 + index, kind: each.kind, subject: each.subject, causeId: null, wellSinceMs: null },
    lastSeenMs: nowMs,
    priority: INCIDENT_KINDS[each.kind].priority,
  }));
  const open: OpenIncident[] = [...kept, ...opened];
  const causes = new Map(judgeCauses(open).map(({ id, causeId }) => [id, causeId]));
  const explained = open.map((each) => ({
    ...each,
    causeId: causes.has(each.id) ? (causes.get(each.id) ?? null) : each.causeId,
  }));
  // What a foreign key would hold.
  const ids = new Set(open.map(({ id }) => id));
  for (const { causeId } of explained) expect(causeId === null || ids.has(causeId)).toBe(true);
  return { open: explained, suspects, lastId: world.lastId + opened.length };
}

const keyOf = (each: { kind: IncidentKind; subject: string }) => `${each.kind} ${each.subject}`;

const sorted = (world: World) => ({
  ...world,
  suspects: [...world.suspects].sort((a, b) => keyOf(a).localeCompare(keyOf(b))),
});

test("whatever looks say, and whichever way the clock goes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let world: World = { open: [], suspects: [], lastId: 0 };
      let nowMs = 1e9;
      for (const { passMs, ...look } of steps) {
        nowMs += passMs;
        const before = world;
        world = apply(world, look, nowMs);
        // Never two open, nor two suspected, of one kind and subject; nor both.
        const keys = [...world.open, ...world.suspects].map(keyOf);
        expect(new Set(keys).size).toBe(keys.length);
        // Nothing closes of which nothing is known, nor of what is found.
        const ids = new Set(world.open.map(({ id }) => id));
        for (const closed of before.open.filter(({ id }) => !ids.has(id))) {
          expect(look.unknown).not.toContain(closed.kind);
          if (closed.subject !== "") expect(look.findings.map(keyOf)).not.toContain(keyOf(closed));
        }
        // A look is applied twice as once.
        expect(sorted(apply(world, look, nowMs))).toEqual(sorted(world));
        // Who follows the causes comes to an end.
        for (const incident of world.open) {
          let at: OpenIncident | undefined = incident;
          for (let walked = 0; at; walked++) {
            expect(walked).toBeLessThanOrEqual(world.open.length);
            const { causeId }: OpenIncident = at;
            at = world.open.find(({ id }) => id === causeId);
          }
        }
      }
    }),
  );
});

test("what flaps faster than its kind closes is one incident, and so is a storm that flaps", () => {
  const flaps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 4 * MINUTE })), { minLength: 20 });
  fc.assert(
    fc.property(kind, flaps, fc.integer({ min: 1, max: 300 }), (flapping, times, size) => {
      let world: World = { open: [], suspects: [], lastId: 0 };
      let nowMs = 1e9;
      let wellMs = 0;
      for (const [isFound, passMs] of times) {
        nowMs += passMs;
        wellMs = isFound ? 0 : wellMs + passMs;
        // Never well for as long as would close it.
        const isSo = isFound || wellMs >= INCIDENT_KINDS[flapping].closesAfterMs;
        if (isSo) wellMs = 0;
        const subjects = Array.from({ length: isSo ? size : 0 }, (_, at) => `s${at}`);
        const findings = subjects.map((each) => ({
          kind: flapping,
          subject: each,
          fact: "",
          next: null,
          sinceMs: null,
        }));
        world = apply(world, { findings, unknown: [] }, nowMs);
      }
      expect(world.lastId).toBeLessThanOrEqual(size > MOST_APART ? 1 : size);
    }),
  );
});
