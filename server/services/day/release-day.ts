import { withTransaction } from "@/db/transaction";
import { canRelease, type DayState } from "@/server/domain/day/states";
import { can, rolesThatCan } from "@/server/domain/people/roles";
import { type Person, requireTwoPeople } from "@/server/domain/people/two-people";
import type { DayFindings } from "../advance/check-day";
import { appendAudit } from "../audit/append-audit";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { loadDay } from "./load-day";
import { moveDay } from "./move-day";
import { loadPerson, openReleaseRequest, RELEASE_REQUEST } from "./release-request";

export type ReleaseResult = { readonly kind: "requested" } | { readonly kind: "released"; readonly state: DayState };

export type ReleaseAct =
  | { readonly kind: "request"; readonly reason: string }
  /** By a second person, who has read the first one's reason. */
  | { readonly kind: "confirm" };

const LEAST_REASON_LENGTH = 10;

/**
 * One of two people releases a stopped day to the state it was stopped in: the first writes the reason, which is
 * stored; the second, somebody else, confirms it, and the day moves on. The anomalies that it was stopped for are
 * remembered as accepted, or the next check would stop it again. Throws ServiceError.
 */
export async function releaseDay(
  { db }: Pick<Context, "db">,
  input: { readonly dayIndex: number; readonly userId: string; readonly act: ReleaseAct },
): Promise<ReleaseResult> {
  const { dayIndex, userId } = input;
  return withTransaction(db, async (tx) => {
    // Held to the end: of two first requests at once, the second sees the first and is refused.
    const day = await loadDay(tx, dayIndex, "for update");
    const from = day.frozenFrom as DayState | null;
    if (day.state !== "FROZEN" || from === null || !canRelease(from, from)) {
      throw new ServiceError("wrong-state", `day ${dayIndex} is ${day.state}: only a stopped day can be released`);
    }
    const person = await loadPerson(tx, userId);
    if (!person || !can(person.role, "day.release")) throw mayNot(person);
    const atMs = (await chainNow(tx))?.timeMs ?? day.stateSinceMs;
    const request = await openReleaseRequest(tx, dayIndex);
    if (input.act.kind === "request") {
      if (request) {
        const text = `${request.person.name} has asked for it already: read the reason, then confirm it`;
        throw new ServiceError("conflict", text);
      }
      const reason = input.act.reason.trim();
      if (reason.length < LEAST_REASON_LENGTH) {
        throw new ServiceError("bad-input", `write why, in at least ${LEAST_REASON_LENGTH} characters`);
      }
      await appendAudit(tx, {
        actor: `user:${userId}`,
        action: RELEASE_REQUEST,
        subject: `day:${dayIndex}`,
        details: { reason, to: from, frozenReason: day.frozenReason ?? "" },
        atMs,
      });
      return { kind: "requested" };
    }
    if (!request) throw new ServiceError("conflict", "nobody has asked for the release of this day");
    const two = requireTwoPeople("day.release", request.person, person);
    if (!two.ok) throw new ServiceError("not-allowed", two.text);
    const findings = (day.findings ?? {}) as Partial<DayFindings>;
    const accepted = (findings.anomalies ?? []).map(({ text }) => text);
    await moveDay(tx, day, from, {
      actor: `user:${userId}`,
      atMs,
      detail: `released by ${request.person.name} and ${person.name}: ${request.reason}`,
      set: { frozenReason: null, frozenFrom: null, findings: { ...findings, accepted } },
    });
    return { kind: "released", state: from };
  });
}

function mayNot(person: Person | null): ServiceError {
  const needed = rolesThatCan("day.release").join(" or ");
  return new ServiceError("not-allowed", `you are ${person?.role ?? "disabled"}; releasing a day needs ${needed}`);
}
