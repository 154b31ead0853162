import { withTransaction } from "@/db/transaction";
import type { DayState } from "@/server/domain/day/states";
import { requireTwoPeople } from "@/server/domain/people/two-people";
import { sayStopReason } from "@/server/words/stop-reason";
import { appendAudit } from "../audit/append-audit";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { loadDay } from "./load-day";
import { unfreezeDay } from "./move-day";
import { openReleaseRequest, RELEASE_REQUEST } from "./release-request";
import { requireReason } from "./require-reason";

export type ReleaseResult = { readonly kind: "requested" } | { readonly kind: "released"; readonly state: DayState };

export type ReleaseAct =
  | { readonly kind: "request"; readonly reason: string }
  /** By a second person, who has read the first one's reason. */
  | { readonly kind: "confirm" };

/**
 * Releases a stopped day to the state it was stopped in. One person gives a reason, which is stored; another person
 * confirms it, and the day moves. The anomalies that stopped the day are stored as accepted, so that the next check
 * does not stop it again. Throws ServiceError.
 */
export async function releaseDay(
  { db }: Pick<Context, "db">,
  input: { readonly dayIndex: number; readonly userId: string; readonly act: ReleaseAct },
): Promise<ReleaseResult> {
  const { dayIndex, userId } = input;
  return withTransaction(db, async (tx) => {
    // Locked to the end: of two first requests at once, the second sees the first and is refused.
    const day = await loadDay(tx, dayIndex, "for update");
    const from = day.frozenFrom;
    if (day.state !== "FROZEN" || from === null) {
      throw new ServiceError("wrong-state", `day ${dayIndex} is ${day.state}: only a stopped day can be released`);
    }
    const person = await requireRight(tx, { userId, action: "day.release", what: "releasing a day" });
    const atMs = (await chainNow(tx))?.timeMs ?? day.stateSinceMs;
    const request = await openReleaseRequest(tx, dayIndex);
    if (input.act.kind === "request") {
      if (request) {
        const text = `${request.person.name} has already requested the release: read the reason, then confirm it`;
        throw new ServiceError("conflict", text);
      }
      const reason = requireReason(input.act.reason);
      await appendAudit(tx, {
        actor: `user:${userId}`,
        action: RELEASE_REQUEST,
        subject: `day:${dayIndex}`,
        details: { reason, to: from, stopReason: sayStopReason(day.stopReason) },
        atMs,
      });
      return { kind: "requested" };
    }
    if (!request) throw new ServiceError("conflict", "nobody has requested the release of this day");
    const two = requireTwoPeople("day.release", request.person, person);
    if (!two.ok) throw new ServiceError("not-allowed", two.text);
    const findings = day.findings ?? {};
    await unfreezeDay(tx, day, {
      actor: `user:${userId}`,
      atMs,
      detail: `released by ${request.person.name} and ${person.name}: ${request.reason}`,
      set: { findings: { ...findings, accepted: findings.anomalies ?? [] } },
    });
    return { kind: "released", state: from };
  });
}
