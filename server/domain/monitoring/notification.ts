import type { ActName } from "../contract/typed-act";
import type { StopReason } from "../day/stop-reason";
import type { Role } from "../people/roles";
import type { DocumentKind } from "../rules/document";
import type { DayIndex, Lovelace, PosixMs } from "../units";
import type { Concern } from "./wants";

/** What people are told of. server/words/notification.ts has the texts. */
export type Happening = Readonly<
  | {
      kind: "approval-wanted";
      dayIndex: DayIndex;
      of: "plan" | "resume";
      lovelace: Lovelace;
      approvals: number;
      threshold: number;
      untilMs: PosixMs;
    }
  | { kind: "approved"; dayIndex: DayIndex; of: "plan" | "resume"; threshold: number }
  | { kind: "day-paid"; dayIndex: DayIndex; lovelace: Lovelace; outputs: number; batches: number }
  | { kind: "day-part-paid" | "day-closed"; dayIndex: DayIndex }
  | { kind: "day-stopped"; dayIndex: DayIndex; reason: StopReason | null }
  /** `detail` says who released it, and why. */
  | { kind: "day-released"; dayIndex: DayIndex; detail: string }
  | { kind: "day-late"; fact: string; incidentId: number }
  | { kind: "release-asked"; dayIndex: DayIndex; deed: string; by: string; reason: string }
  | { kind: "proposal-waits"; document: DocumentKind; by: string; reason: string }
  | { kind: "proposal-agreed"; document: DocumentKind; version: number; by: string; fromDay: DayIndex | null }
  | { kind: "act-waits"; name: ActName; by: string; reason: string; approvals: number; threshold: number }
  | { kind: "act-signed"; name: ActName }
  | { kind: "engine-paused" | "engine-resumed" | "engine-checked"; by: string; reason: string }
  | { kind: "account"; what: string; atMs: PosixMs; notice: NoticeFacts }
  | { kind: "public-trouble" | "public-trouble-over"; text: string }
>;

/** What is known of something that happened to an account. Names, not ids. */
export type NoticeFacts = {
  /** Whose account it is, where an administrator is told of another's. */
  readonly about: string | null;
  readonly by: string | null;
  readonly address: string | null;
  readonly browser: string | null;
};

/**
 * Who is told. `everybody`: all people of the console. `team`: these, and the staff's channels that also take what is
 * least urgent. What an alert tells the staff's channels anyway is for `everybody`.
 */
export type Audience =
  | { readonly kind: "people"; readonly ids: readonly string[] }
  | { readonly kind: "everybody" | "team" | "public" };

export type Notification = {
  /** What is told once, however often it happens. */
  readonly key: string;
  readonly concern: Concern;
  readonly to: Audience;
  readonly what: Happening;
  /** Told only where the message of this key was not taken back before it was sent. */
  readonly after?: string;
};

/** What an event comes to. */
export type Tidings = {
  readonly told: readonly Notification[];
  /** Beginnings of keys that are out of date by now: what waits to be sent under them is not sent any more. */
  readonly over: readonly string[];
};

export const NO_TIDINGS: Tidings = { told: [], over: [] };

/** Somebody of the console who can sign in. */
export type Hearer = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
};

/**
 * What has happened is told for so long. After that it is history: a service that was away for days does not tell of
 * them as if it were today. What waits for people is told as long as it waits, and what concerns an account always.
 */
const TOLD_FOR_MS = 24 * 3_600_000;

export const isHistory = (event: { readonly atMs: PosixMs }, nowMs: PosixMs): boolean =>
  event.atMs < nowMs - TOLD_FOR_MS;
