import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AUDIT_START, type AuditEvent, type AuditRow, auditHash, verifyAuditChain } from "./chain";

function event(sequence: number): AuditEvent {
  return {
    sequence,
    atMs: 1_700_000_000_000 + sequence,
    actor: "user:ann",
    action: "day.approve",
    subject: `day:${sequence}`,
    details: { totalLovelace: 2n ** 60n, texts: ["a", null], nested: { yes: true } },
  };
}

function log(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const previousHash = rows.at(-1)?.hash ?? AUDIT_START;
    rows.push({ event: event(sequence), previousHash, hash: auditHash(previousHash, event(sequence)) });
  }
  return rows;
}

const rows = log(6);
const head = rows.at(-1)?.hash;

describe("verifyAuditChain", () => {
  it("accepts an intact log, from the start, from the middle, and an empty one", () => {
    expect(verifyAuditChain(rows, { head })).toEqual({ ok: true, events: 6, head });
    expect(verifyAuditChain(rows.slice(2), { afterHash: rows[1]?.hash, firstSequence: 3, head })).toMatchObject({
      ok: true,
      events: 4,
    });
    expect(verifyAuditChain([])).toEqual({ ok: true, events: 0, head: AUDIT_START });
  });

  it("does not depend on how a store orders keys, nor on bigint or decimal text", () => {
    const stored = rows.map((row): AuditRow => {
      const details = { nested: { yes: true }, texts: ["a", null], totalLovelace: "1152921504606846976" };
      return { ...row, event: { ...row.event, details } };
    });
    expect(verifyAuditChain(stored, { head })).toMatchObject({ ok: true });
  });

  it("finds any change of any field of any event, and names that event", () => {
    const change: fc.Arbitrary<Partial<AuditEvent>> = fc.constantFrom<Partial<AuditEvent>>(
      { atMs: 1 },
      { actor: "user:eve" },
      { action: "day.cancel" },
      { subject: "day:0" },
      { details: {} },
      { details: { ...event(1).details, totalLovelace: 1n } },
    );
    fc.assert(
      fc.property(fc.nat(5), change, (at, changed) => {
        const tampered = rows.map((row, index) =>
          index === at ? { ...row, event: { ...row.event, ...changed } } : row,
        );
        expect(verifyAuditChain(tampered)).toMatchObject({ ok: false, sequence: at + 1 });
      }),
    );
  });

  it("finds a link that was changed alone", () => {
    const tampered = rows.map((row, index) => (index === 3 ? { ...row, previousHash: AUDIT_START } : row));
    expect(verifyAuditChain(tampered)).toMatchObject({ ok: false, sequence: 4 });
  });

  it("finds an event that was changed together with its own hash", () => {
    const tampered = rows.map((row, index) => {
      if (index !== 2) return row;
      const changed = { ...row.event, actor: "user:eve" };
      return { ...row, event: changed, hash: auditHash(row.previousHash, changed) };
    });
    expect(verifyAuditChain(tampered)).toMatchObject({ ok: false, sequence: 4 });
  });

  it("finds events removed, doubled, or moved", () => {
    fc.assert(
      fc.property(fc.nat(4), (at) => {
        const [one, two] = [rows[at], rows[at + 1]];
        if (!one || !two) throw new Error("no such rows");
        const [before, after] = [rows.slice(0, at), rows.slice(at + 2)];
        for (const tampered of [
          [...before, two, ...after],
          [...before, two, one, ...after],
          [...before, one, one, two, ...after],
        ]) {
          expect(verifyAuditChain(tampered).ok).toBe(false);
        }
      }),
    );
  });

  it("finds a gap in the numbers even if every hash fits", () => {
    const gap = { ...event(2), sequence: 3 };
    const previousHash = rows[0]?.hash ?? "";
    const linked = [...rows.slice(0, 1), { event: gap, previousHash, hash: auditHash(previousHash, gap) }];
    expect(verifyAuditChain(linked)).toMatchObject({
      ok: false,
      problem: "expected event 2, found event 3",
    });
  });

  it("finds a log cut off at its end, if the head is known from elsewhere", () => {
    expect(verifyAuditChain(rows.slice(0, -1)).ok).toBe(true);
    expect(verifyAuditChain(rows.slice(0, -1), { head })).toMatchObject({ ok: false, sequence: 6 });
  });

  it("needs a hash to follow", () => {
    expect(() => auditHash("", event(1))).toThrow(/64 lower-case/);
  });
});
