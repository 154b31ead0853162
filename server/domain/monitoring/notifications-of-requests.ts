import type { ActName } from "../contract/typed-act";
import type { DayIndex, PosixMs } from "../units";
import { isHistory, NO_TIDINGS, type Notification, type Tidings } from "./notification";
import type { NotificationEventOf } from "./notification-events";
import { stopKeys } from "./notifications-of-day";

/** Who wants something, why, and who can be the second; null once nobody has to be. */
export type OpenRequest = {
  readonly by: string;
  readonly reason: string;
  readonly seconds: readonly string[];
} | null;

/** How a day's stop ends waits for a second person. */
export function notificationsOfReleaseAsked(
  event: NotificationEventOf<"day.release-asked">,
  open: OpenRequest,
): Tidings {
  const { dayIndex, deed } = event.payload;
  if (open === null) return NO_TIDINGS;
  const { by, reason, seconds: ids } = open;
  const what = { kind: "release-asked", dayIndex, deed, by, reason } as const;
  const key = `${stopKeys(dayIndex)}asked:${event.id}`;
  return { told: [{ key, concern: "waits", to: { kind: "people", ids }, what }], over: [] };
}

/** What became of a proposal of rules or operations, or its present state. */
export type ProposalNow = {
  readonly open: OpenRequest;
  readonly agreed: { readonly version: number; readonly by: string; readonly fromDay: DayIndex | null } | null;
};

export function notificationsOfProposal(
  event: NotificationEventOf<"proposal.state">,
  { open, agreed }: ProposalNow,
  nowMs: PosixMs,
): Tidings {
  const { kind: document, hash, verb } = event.payload;
  const keys = `proposal:${document}:${hash}:`;
  if (verb === "propose") {
    if (open === null) return NO_TIDINGS;
    const { by, reason, seconds: ids } = open;
    const what = { kind: "proposal-waits", document, by, reason } as const;
    return { told: [{ key: `${keys}${event.id}`, concern: "waits", to: { kind: "people", ids }, what }], over: [] };
  }
  if (verb !== "confirm" || agreed === null || isHistory(event, nowMs)) return { told: [], over: [keys] };
  const told: Notification = {
    key: `${document}:${agreed.version}`,
    concern: "happened",
    to: { kind: "team" },
    what: { kind: "proposal-agreed", document, ...agreed },
  };
  return { told: [told], over: [keys] };
}

/** An act on the pool that can still land. */
export type ActNow = {
  readonly name: ActName;
  readonly by: string;
  readonly reason: string;
  readonly approvals: number;
  readonly threshold: number;
  /** Whose signature is missing. */
  readonly mayStillSign: readonly string[];
  /** Nobody's is; null while some are. */
  readonly maySend: readonly string[] | null;
} | null;

export function notificationsOfAct({ payload }: NotificationEventOf<"act.state">, act: ActNow): Tidings {
  const { id, verb } = payload;
  const keys = `act:${id}:`;
  if (act === null) return { told: [], over: [keys] };
  if (act.maySend !== null) {
    if (verb !== "sign") return NO_TIDINGS;
    const what = { kind: "act-signed", name: act.name } as const;
    const to = { kind: "people", ids: act.maySend } as const;
    return { told: [{ key: `${keys}signed`, concern: "waits", to, what }], over: [`${keys}waits`] };
  }
  if (verb !== "propose") return NO_TIDINGS;
  const { name, by, reason, approvals, threshold, mayStillSign: ids } = act;
  const what = { kind: "act-waits", name, by, reason, approvals, threshold } as const;
  return { told: [{ key: `${keys}waits`, concern: "waits", to: { kind: "people", ids }, what }], over: [] };
}

type PauseEvent = NotificationEventOf<"engine.paused" | "engine.checked" | "engine.resumed">;

/** Whether the engine is paused now, and who can be the second where two people end it. */
export type PauseNow = { readonly seconds: readonly string[] } | null;

export function notificationsOfPause(
  { id, event, atMs, payload }: PauseEvent,
  pause: PauseNow,
  nowMs: PosixMs,
): Tidings {
  const over = event === "engine.resumed" ? ["engine:"] : [];
  const isSoStill = (event === "engine.resumed") === (pause === null);
  if (!isSoStill) return { told: [], over };
  const { by, reason } = payload;
  const key = `engine:${id}`;
  if (event === "engine.checked") {
    const to = { kind: "people", ids: pause?.seconds ?? [] } as const;
    return { told: [{ key, concern: "waits", to, what: { kind: "engine-checked", by, reason } }], over };
  }
  if (event === "engine.resumed" && isHistory({ atMs }, nowMs)) return { told: [], over };
  const kind = event === "engine.paused" ? "engine-paused" : "engine-resumed";
  return { told: [{ key, concern: "happened", to: { kind: "team" }, what: { kind, by, reason } }], over };
}
