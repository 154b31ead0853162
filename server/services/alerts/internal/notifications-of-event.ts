import type { Transaction } from "@/db/client";
import { NO_TIDINGS, type Tidings } from "@/server/domain/monitoring/notification";
import type { NotificationEvent } from "@/server/domain/monitoring/notification-events";
import { notificationsOfSignature, wantedApproval } from "@/server/domain/monitoring/notifications-of-approval";
import { notificationsOfDay } from "@/server/domain/monitoring/notifications-of-day";
import { notificationsOfIncident } from "@/server/domain/monitoring/notifications-of-incident";
import { notificationsOfNotice } from "@/server/domain/monitoring/notifications-of-notice";
import {
  notificationsOfAct,
  notificationsOfPause,
  notificationsOfProposal,
  notificationsOfReleaseAsked,
} from "@/server/domain/monitoring/notifications-of-requests";
import type { Round } from "./queue-tidings";
import { readApprovalNow, readDayNow } from "./read-days";
import { readIncidentNow } from "./read-incident-now";
import { readNotice } from "./read-notice";
import { readActNow, readPauseNow, readProposalNow, readReleaseAsked } from "./read-requests";

/** What an event is to people, by how things are now. */
export async function notificationsOfEvent(tx: Transaction, event: NotificationEvent, round: Round): Promise<Tidings> {
  const { people, nowMs } = round;
  switch (event.event) {
    case "day.state": {
      const day = await readDayNow(tx, event.payload.dayIndex);
      if (day === null) return NO_TIDINGS;
      const moved = notificationsOfDay(event, { day, people, nowMs });
      const isBack = event.payload.from === "FROZEN" && event.payload.state === "PROPOSED";
      if (!isBack) return moved;
      const wanted = wantedApproval(await readApprovalNow(tx, event.payload.dayIndex, people));
      return { told: [...moved.told, ...wanted.told], over: moved.over };
    }
    case "day.release-asked":
      return notificationsOfReleaseAsked(event, await readReleaseAsked(tx, event, people));
    case "approval.wanted":
      return wantedApproval(await readApprovalNow(tx, event.payload.dayIndex, people));
    case "approval.added":
      return notificationsOfSignature(event, nowMs);
    case "act.state":
      return notificationsOfAct(event, await readActNow(tx, event.payload.id, people));
    case "proposal.state":
      return notificationsOfProposal(event, await readProposalNow(tx, event, people), nowMs);
    case "engine.paused":
    case "engine.checked":
    case "engine.resumed":
      return notificationsOfPause(event, await readPauseNow(tx, people), nowMs);
    case "person.notice":
      return notificationsOfNotice(event, await readNotice(tx, event));
    case "incident.opened":
    case "incident.resolved": {
      const incident = await readIncidentNow(tx, event.payload.incident);
      return incident === null ? NO_TIDINGS : notificationsOfIncident(event, { incident, nowMs });
    }
  }
}
