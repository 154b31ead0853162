import type { Transaction } from "@/db/client";
import { NO_TIDINGS, type Tidings } from "@/server/domain/monitoring/news";
import type { NewsEvent } from "@/server/domain/monitoring/news-events";
import { newsOfSignature, wantedApproval } from "@/server/domain/monitoring/news-of-approval";
import { newsOfDay } from "@/server/domain/monitoring/news-of-day";
import { newsOfIncident } from "@/server/domain/monitoring/news-of-incident";
import { newsOfNotice } from "@/server/domain/monitoring/news-of-notice";
import {
  newsOfAct,
  newsOfPause,
  newsOfProposal,
  newsOfReleaseAsked,
} from "@/server/domain/monitoring/news-of-requests";
import type { Round } from "./queue-news";
import { readApprovalNow, readDayNow } from "./read-days";
import { readIncidentNow } from "./read-incident-now";
import { readNotice } from "./read-notice";
import { readActNow, readPauseNow, readProposalNow, readReleaseAsked } from "./read-requests";

/** What an event is to people, by how things are now. */
export async function newsOfEvent(tx: Transaction, event: NewsEvent, round: Round): Promise<Tidings> {
  const { people, nowMs } = round;
  switch (event.event) {
    case "day.state": {
      const day = await readDayNow(tx, event.payload.dayIndex);
      if (day === null) return NO_TIDINGS;
      const moved = newsOfDay(event, { day, people, nowMs });
      const isBack = event.payload.from === "FROZEN" && event.payload.state === "PROPOSED";
      if (!isBack) return moved;
      const wanted = wantedApproval(await readApprovalNow(tx, event.payload.dayIndex, people));
      return { news: [...moved.news, ...wanted.news], over: moved.over };
    }
    case "day.release-asked":
      return newsOfReleaseAsked(event, await readReleaseAsked(tx, event, people));
    case "approval.wanted":
      return wantedApproval(await readApprovalNow(tx, event.payload.dayIndex, people));
    case "approval.added":
      return newsOfSignature(event, nowMs);
    case "act.state":
      return newsOfAct(event, await readActNow(tx, event.payload.id, people));
    case "proposal.state":
      return newsOfProposal(event, await readProposalNow(tx, event, people), nowMs);
    case "engine.paused":
    case "engine.checked":
    case "engine.resumed":
      return newsOfPause(event, await readPauseNow(tx, people), nowMs);
    case "person.notice":
      return newsOfNotice(event, await readNotice(tx, event));
    case "incident.opened":
    case "incident.resolved": {
      const incident = await readIncidentNow(tx, event.payload.id);
      return incident === null ? NO_TIDINGS : newsOfIncident(event, { incident, nowMs });
    }
  }
}
