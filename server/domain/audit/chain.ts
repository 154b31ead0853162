import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { type CanonicalValue, toCanonicalJson } from "../canonical";
import { blake2b256 } from "../hash";
import type { Hex, PosixMs } from "../units";

/** Something that a person, a job or a command did. The hash covers all of it. */
export type AuditEvent = {
  /** 1, 2, 3 ... without a gap. */
  readonly sequence: number;
  readonly atMs: PosixMs;
  /** `user:<id>`, `job:<name>`, `cli:<operating-system user>`. */
  readonly actor: string;
  /** `day.approve`, `rules.change` ... */
  readonly action: string;
  /** What it was done to: `day:20779`. */
  readonly subject: string;
  readonly details: { readonly [key: string]: CanonicalValue };
};

export type AuditRow = { readonly event: AuditEvent; readonly previousHash: Hex; readonly hash: Hex };

/** The hash before the first event. */
export const AUDIT_START: Hex = "0".repeat(64);

const DOMAIN = utf8ToBytes("daily-prize-oracle/audit/1\n");

/** blake2b_256("daily-prize-oracle/audit/1\n" ++ previous hash (32 bytes in hex) ++ "\n" ++ RFC 8785 text). */
export function auditHash(previousHash: Hex, event: AuditEvent): Hex {
  if (!/^[0-9a-f]{64}$/.test(previousHash)) {
    throw new RangeError("the previous hash must be 64 lower-case hexadecimal digits");
  }
  return bytesToHex(blake2b256(DOMAIN, utf8ToBytes(`${previousHash}\n${toCanonicalJson(event)}`)));
}

export type AuditVerdict =
  | { readonly ok: true; readonly events: number; readonly head: Hex }
  | { readonly ok: false; readonly sequence: number; readonly problem: string };

/** Where a part of the log must begin and end. Without `head`, rows cut off at the end go unnoticed. */
export type AuditBounds = { readonly afterHash?: Hex; readonly firstSequence?: number; readonly head?: Hex };

/** Checks that no event was changed, removed, added, or moved. Names the first that does not fit. */
export function verifyAuditChain(rows: Iterable<AuditRow>, bounds: AuditBounds = {}): AuditVerdict {
  let head = bounds.afterHash ?? AUDIT_START;
  let sequence = bounds.firstSequence ?? 1;
  let events = 0;
  for (const { event, previousHash, hash } of rows) {
    const fail = (problem: string): AuditVerdict => ({ ok: false, sequence: event.sequence, problem });
    if (event.sequence !== sequence) return fail(`expected event ${sequence}, found event ${event.sequence}`);
    if (previousHash !== head) return fail(`event ${sequence} does not link to the event before it`);
    if (auditHash(head, event) !== hash) return fail(`event ${sequence} was changed: its hash differs`);
    head = hash;
    sequence += 1;
    events += 1;
  }
  if (bounds.head !== undefined && bounds.head !== head) {
    return {
      ok: false,
      sequence,
      problem: `events are missing from ${sequence} on`,
    };
  }
  return { ok: true, events, head };
}
