import { withTransaction } from "@/db/transaction";
import type { DayState } from "@/server/domain/day/states";
import { requireTwoPeople } from "@/server/domain/people/two-people";
import { quoteDayState } from "@/server/words/day-state";
import { sayStopReason } from "@/server/words/stop-reason";
import { appendAudit } from "../audit/append-audit";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { finalDepth } from "../final-depth";
import { queueEvent } from "../outbox/queue-event";
import { requireRight } from "../people/require-right";
import { loadDay } from "./load-day";
import { unfreezeDay } from "./move-day";
import { closeCarried, readAnew } from "./read-anew";
import { EXIT_DEEDS, openReleaseRequest, RELEASE_REQUEST, type StopExit } from "./release-request";
import { requireReason } from "./require-reason";
import { acceptDifference } from "./second-opinion";
import { giveUpRefused } from "./sign-requests";
import { whyStillCommittable } from "./why-still-committable";

export type ReleaseResult = { readonly kind: "requested" } | { readonly kind: "released"; readonly state: DayState };

export type ReleaseAct =
  | { readonly kind: "request"; readonly exit: StopExit; readonly reason: string }
  /** By a second person, who has read the first one's reason. */
  | { readonly kind: "confirm" };

/**
 * Ends a day's stop. One person says how, with a reason, which is stored; another person confirms it, and the day
 * moves: back to the state it was stopped in, or to its start, to be read anew by the rules in force now, or to be read
 * to pay nothing. What stopped a day that goes on, anomalies or sources that differ, is stored as accepted, so that the
 * next check does not stop it again. Throws ServiceError.
 */
export async function releaseDay(
  { db, source }: Pick<Context, "db" | "source">,
  input: { readonly dayIndex: number; readonly userId: string; readonly act: ReleaseAct },
): Promise<ReleaseResult> {
  const { dayIndex, userId } = input;
  // Only a day that was signed for needs it, and no release waits for a source that is away.
  const wanted = input.act.kind === "request" ? input.act.exit : (await openReleaseRequest(db, dayIndex))?.exit;
  const depth = wanted === undefined || wanted === "release" ? Number.POSITIVE_INFINITY : await finalDepth(source);
  return withTransaction(db, async (tx) => {
    // Locked to the end: of two first requests at once, the second sees the first and is refused.
    const day = await loadDay(tx, dayIndex, "for update");
    const from = day.frozenFrom;
    if (day.state !== "FROZEN" || from === null) {
      throw new ServiceError(
        "wrong-state",
        `day ${dayIndex} is ${quoteDayState(day.state)}: only a stopped day can be released`,
      );
    }
    const now = await chainNow(tx);
    const atMs = now?.timeMs ?? day.stateSinceMs;
    const demandUnsigned = async () => {
      const why = now ? await whyStillCommittable(tx, day, { now, finalDepth: depth }) : "no block has been read yet";
      if (why !== null) throw new ServiceError("conflict", why);
    };
    const request = await openReleaseRequest(tx, dayIndex);
    const deed = EXIT_DEEDS[input.act.kind === "request" ? input.act.exit : (request?.exit ?? "release")];
    const person = await requireRight(tx, { userId, ...deed });
    if (input.act.kind === "request") {
      if (request) {
        const text = `${request.person.name} has already requested the release: read the reason, then confirm it`;
        throw new ServiceError("conflict", text);
      }
      const { exit } = input.act;
      const reason = requireReason(input.act.reason);
      if (exit !== "release") await demandUnsigned();
      await appendAudit(tx, {
        actor: `user:${userId}`,
        action: RELEASE_REQUEST,
        subject: `day:${dayIndex}`,
        details: { reason, exit, to: exit === "release" ? from : "OPEN", stopReason: sayStopReason(day.stopReason) },
        atMs,
      });
      await queueEvent(tx, "day.release-asked", { dayIndex, by: userId, deed: deed.done, reason });
      return { kind: "requested" };
    }
    if (!request) throw new ServiceError("conflict", "nobody has requested the release of this day");
    const two = requireTwoPeople(deed.action, request.person, person);
    if (!two.ok) throw new ServiceError("not-allowed", two.text);
    const { reason } = request;
    const by = [request.person.name, person.name];
    const how = { actor: `user:${userId}`, atMs, detail: `${deed.done} by ${by.join(" and ")}: ${reason}` } as const;
    if (request.exit === "release") {
      const findings = day.findings ?? {};
      const set = { findings: { ...findings, accepted: findings.anomalies ?? [] } };
      if (day.stopReason?.kind === "sources-differ") await acceptDifference(tx, day.snapshotId, { by, reason });
      await unfreezeDay(tx, day, { ...how, set });
      return { kind: "released", state: from };
    }
    await demandUnsigned();
    await giveUpRefused(tx, dayIndex);
    if (request.exit === "read-anew") await readAnew(tx, day, how, null);
    else await closeCarried(tx, day, how, { by, reason });
    return { kind: "released", state: "OPEN" };
  });
}
