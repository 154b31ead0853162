import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIONS, can, ROLES, rolesThatCan, TWO_PERSON_ACTIONS } from "./roles";
import { requireTwoPeople } from "./two-people";

const person = fc.record({
  id: fc.constantFrom("1", "2", "3"),
  name: fc.constant("Somebody"),
  role: fc.constantFrom(...ROLES),
});

describe("roles", () => {
  it("say who may do what: the whole table", () => {
    const table = Object.fromEntries(ACTIONS.map((action) => [action, rolesThatCan(action).join(" ")]));
    expect(table).toEqual({
      "console.read": "viewer operator approver admin",
      "audit.read": "viewer operator approver admin",
      "audit.export": "viewer operator approver admin",
      "job.run": "operator approver admin",
      "incident.open": "operator approver admin",
      "incident.acknowledge": "operator approver admin",
      "incident.note": "operator approver admin",
      "incident.resolve": "operator approver admin",
      "alert.test": "operator approver admin",
      "day.freeze": "operator approver admin",
      "engine.pause": "operator approver admin",
      "backup.create": "operator approver admin",
      "day.approve": "approver admin",
      "day.object": "approver admin",
      "day.cancel": "approver admin",
      "day.release": "approver admin",
      "day.resume": "approver admin",
      "pool.top-up": "viewer operator approver admin",
      "day.close": "approver admin",
      "payouts.release": "approver admin",
      "engine.resume": "approver admin",
      "source.accept-single": "approver admin",
      "pool.administer": "approver admin",
      "rules.propose": "admin",
      "rules.confirm": "admin",
      "settings.change": "admin",
      "user.manage": "admin",
      "backup.restore": "admin",
    });
  });

  it("let only approvers and above do what takes two", () => {
    for (const action of TWO_PERSON_ACTIONS) {
      expect(can("viewer", action)).toBe(false);
      expect(can("operator", action)).toBe(false);
    }
  });
});

describe("requireTwoPeople", () => {
  it("passes exactly two different people who both may", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TWO_PERSON_ACTIONS), person, person, (action, first, second) => {
        const both = can(first.role, action) && can(second.role, action) && first.id !== second.id;
        expect(requireTwoPeople(action, first, second).ok).toBe(both);
      }),
    );
  });

  it("says what is missing", () => {
    const ann = { id: "1", name: "Ann", role: "admin" as const };
    const bob = { id: "2", name: "Bob", role: "viewer" as const };
    expect(requireTwoPeople("rules.confirm", ann, ann)).toMatchObject({
      code: "same-person",
      text: "Ann has already agreed. A second person must confirm.",
    });
    expect(requireTwoPeople("rules.confirm", ann, bob)).toMatchObject({
      code: "second-may-not",
      text: "Bob is viewer; this requires admin.",
    });
    expect(requireTwoPeople("day.release", bob, ann)).toMatchObject({
      code: "first-may-not",
      text: "Bob is viewer; this requires approver or admin.",
    });
  });
});
