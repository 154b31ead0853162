import type { ActName } from "../contract/typed-act";
import type { DayIndex, PosixMs } from "../units";
import { isHistory, type News, NO_TIDINGS, type Tidings } from "./news";
import type { NewsEventOf } from "./news-events";
import { stopKeys } from "./news-of-day";

/** Who wants something, why, and who can be the second; null once nobody has to be. */
export type OpenRequest = {
  readonly by: string;
  readonly reason: string;
  readonly seconds: readonly string[];
} | null;

/** How a day's stop ends waits for a second person. */
export function newsOfReleaseAsked(event: NewsEventOf<"day.release-asked">, open: OpenRequest): Tidings {
  const { dayIndex, deed } = event.payload;
  if (open === null) return NO_TIDINGS;
  const { by, reason, seconds: ids } = open;
  const what = { kind: "release-asked", dayIndex, deed, by, reason } as const;
  const key = `${stopKeys(dayIndex)}asked:${event.id}`;
  return { news: [{ key, concern: "waits", to: { kind: "people", ids }, what }], over: [] };
}

/** What became of a proposal of rules or operations, or its present state. */
export type ProposalNow = {
  readonly open: OpenRequest;
  readonly agreed: { readonly version: number; readonly by: string; readonly fromDay: DayIndex | null } | null;
};

export function newsOfProposal(
  event: NewsEventOf<"proposal.state">,
  { open, agreed }: ProposalNow,
  nowMs: PosixMs,
): Tidings {
  const { kind: document, hash, verb } = event.payload;
  const keys = `proposal:${document}:${hash}:`;
  if (verb === "propose") {
    if (open === null) return NO_TIDINGS;
    const { by, reason, seconds: ids } = open;
    const what = { kind: "proposal-waits", document, by, reason } as const;
    return { news: [{ key: `${keys}${event.id}`, concern: "waits", to: { kind: "people", ids }, what }], over: [] };
  }
  if (verb !== "confirm" || agreed === null || isHistory(event, nowMs)) return { news: [], over: [keys] };
  const news: News = {
    key: `${document}:${agreed.version}`,
    concern: "news",
    to: { kind: "team" },
    what: { kind: "proposal-agreed", document, ...agreed },
  };
  return { news: [news], over: [keys] };
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

export function newsOfAct({ payload }: NewsEventOf<"act.state">, act: ActNow): Tidings {
  const { id, verb } = payload;
  const keys = `act:${id}:`;
  if (act === null) return { news: [], over: [keys] };
  if (act.maySend !== null) {
    if (verb !== "sign") return NO_TIDINGS;
    const what = { kind: "act-signed", name: act.name } as const;
    const to = { kind: "people", ids: act.maySend } as const;
    return { news: [{ key: `${keys}signed`, concern: "waits", to, what }], over: [`${keys}waits`] };
  }
  if (verb !== "propose") return NO_TIDINGS;
  const { name, by, reason, approvals, threshold, mayStillSign: ids } = act;
  const what = { kind: "act-waits", name, by, reason, approvals, threshold } as const;
  return { news: [{ key: `${keys}waits`, concern: "waits", to: { kind: "people", ids }, what }], over: [] };
}

type PauseEvent = NewsEventOf<"engine.paused" | "engine.checked" | "engine.resumed">;

/** Whether the engine is paused now, and who can be the second where two people end it. */
export type PauseNow = { readonly seconds: readonly string[] } | null;

export function newsOfPause({ id, event, atMs, payload }: PauseEvent, pause: PauseNow, nowMs: PosixMs): Tidings {
  const over = event === "engine.resumed" ? ["engine:"] : [];
  const isSoStill = (event === "engine.resumed") === (pause === null);
  if (!isSoStill) return { news: [], over };
  const { by, reason } = payload;
  const key = `engine:${id}`;
  if (event === "engine.checked") {
    const to = { kind: "people", ids: pause?.seconds ?? [] } as const;
    return { news: [{ key, concern: "waits", to, what: { kind: "engine-checked", by, reason } }], over };
  }
  if (event === "engine.resumed" && isHistory({ atMs }, nowMs)) return { news: [], over };
  const kind = event === "engine.paused" ? "engine-paused" : "engine-resumed";
  return { news: [{ key, concern: "news", to: { kind: "team" }, what: { kind, by, reason } }], over };
}
