import { describe, expect, it } from "vitest";
import type { OpenIncident } from "./judge-incidents";
import { dependentsOf, judgeCauses, judgePriorities } from "./judge-incidents-causes";
import { INCIDENT_KINDS, type IncidentKind, KIND_NAMES } from "./kinds";
import type { Priority } from "./priority";

const open = (id: number, kind: IncidentKind, more: Partial<OpenIncident> = {}): OpenIncident => ({
  ...{ id, kind, subject: "", priority: 2, causeId: null, wellSinceMs: null, lastSeenMs: 0 },
  ...more,
});

describe("a cause", () => {
  it("takes what depends on it under it, also when it is opened later, by the order of the kind's causes", () => {
    const late = open(1, "day-overdue", { subject: "day:12" });
    expect(judgeCauses([late])).toEqual([]);
    expect(judgeCauses([late, open(2, "chain-stalled"), open(3, "source-away")])).toContainEqual({ id: 1, causeId: 3 });
  });

  it("stays the cause while it is open; then another is looked for, or it stands on its own", () => {
    const late = open(1, "day-overdue", { causeId: 2 });
    const [stalled, away] = [open(2, "chain-stalled"), open(3, "source-away")];
    expect(judgeCauses([late, stalled, away])).toEqual([]);
    expect(judgeCauses([late, away])).toEqual([{ id: 1, causeId: 3 }]);
    expect(judgeCauses([late])).toEqual([{ id: 1, causeId: null }]);
  });

  it("of the same subject comes before others of its kind", () => {
    const stopped = [open(2, "day-stopped", { subject: "day:11" }), open(3, "day-stopped", { subject: "day:12" })];
    expect(judgeCauses([open(4, "day-overdue", { subject: "day:12" }), ...stopped])).toEqual([{ id: 4, causeId: 3 }]);
  });

  it("of another day explains no stop; of an earlier day it explains what waits for that", () => {
    const refused = open(2, "machines-disagree", { subject: "day:11 batch 1" });
    expect(judgeCauses([open(1, "day-stopped", { subject: "day:12" }), refused])).toEqual([]);
    expect(judgeCauses([open(1, "day-stopped", { subject: "day:11" }), refused])).toEqual([{ id: 1, causeId: 2 }]);
    expect(judgeCauses([open(1, "day-behind", { subject: "day:12" }), refused])).toEqual([{ id: 1, causeId: 2 }]);
    expect(judgeCauses([open(1, "day-overdue", { subject: "day:10" }), refused])).toEqual([]);
    // It was put under it when only that was known.
    const wrong = open(1, "day-stopped", { subject: "day:12", causeId: 2 });
    expect(judgeCauses([wrong, refused])).toEqual([{ id: 1, causeId: null }]);
  });

  it.each(["job-failing", "error-rate", "day-behind", "day-overdue", "day-stopped"] as const)(
    "of %s may be machines",
    (kind) => {
      expect(judgeCauses([open(1, kind), open(2, "machines-disagree", { subject: "day:11" })])).toEqual([
        { id: 1, causeId: 2 },
      ]);
    },
  );

  it("explains nothing that was well before it came", () => {
    const over = open(1, "site-stale", { wellSinceMs: 5 });
    expect(judgeCauses([over, open(2, "site-down")])).toEqual([]);
    expect(judgeCauses([{ ...over, wellSinceMs: null }, open(2, "site-down")])).toEqual([{ id: 1, causeId: 2 }]);
  });

  it("is the group, for those of its kind that were open before", () => {
    const own = open(1, "source-unwell", { subject: "koios" });
    expect(judgeCauses([own, open(2, "source-unwell")])).toEqual([{ id: 1, causeId: 2 }]);
  });

  it("becomes as urgent as the most urgent that depends on it, by any number of steps, and no less", () => {
    const chain = [
      open(1, "day-overdue", { priority: 1, causeId: 2 }),
      open(2, "source-away", { priority: 2, causeId: 3 }),
      open(3, "database-away", { priority: 3 }),
      open(4, "site-slow", { priority: 4, causeId: 3 }),
    ];
    const raised = judgePriorities(chain);
    expect(raised).toEqual<{ id: number; priority: Priority }[]>([
      { id: 2, priority: 1 },
      { id: 3, priority: 1 },
    ]);
    expect(dependentsOf(3, chain).map(({ id }) => id)).toEqual([2, 1, 4]);
  });
});

it("no kind is its own cause, not even over others", () => {
  const reach = (kind: IncidentKind, path: readonly IncidentKind[] = []): void => {
    expect(path).not.toContain(kind);
    for (const cause of INCIDENT_KINDS[kind].causes) reach(cause, [...path, kind]);
  };
  for (const kind of KIND_NAMES) reach(kind);
});
