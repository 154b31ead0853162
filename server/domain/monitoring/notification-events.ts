import { z } from "zod";
import { DAY_STATES } from "../day/states";
import { DOCUMENT_KINDS } from "../rules/document";

const number = z.int().min(0);
const person = z.uuid();
const dayState = z.enum(DAY_STATES);
const signed = { dayIndex: number, of: z.enum(["plan", "resume"]), deadlineMs: z.int() };
const said = z.object({ by: z.string(), reason: z.string() });
const incident = z.object({ incident: number });

const event = <Name extends string, Payload extends z.ZodType>(name: Name, payload: Payload) =>
  z.object({ id: number, atMs: z.int(), event: z.literal(name), payload });

/** Events of the outbox of which somebody is told, with what of them is read. All others are for the log. */
const notificationEvent = z.discriminatedUnion("event", [
  event("day.state", z.object({ dayIndex: number, from: dayState.nullable(), state: dayState, detail: z.string() })),
  event("day.release-asked", z.object({ dayIndex: number, by: person, deed: z.string(), reason: z.string() })),
  event("approval.wanted", z.object(signed)),
  event("approval.added", z.object({ ...signed, approvals: number, threshold: number })),
  event("act.state", z.object({ id: number, verb: z.string() })),
  event("proposal.state", z.object({ kind: z.enum(DOCUMENT_KINDS), hash: z.string(), verb: z.string(), by: person })),
  event("engine.paused", said),
  event("engine.checked", said),
  event("engine.resumed", said),
  event(
    "person.notice",
    z.object({
      person,
      what: z.string(),
      actor: z.string().optional(),
      about: person.optional(),
      address: z.string().optional(),
      browser: z.string().nullish(),
    }),
  ),
  event("incident.opened", incident),
  event("incident.resolved", incident),
]);

export type NotificationEvent = z.output<typeof notificationEvent>;
export type NotificationEventOf<Name extends NotificationEvent["event"]> = Extract<
  NotificationEvent,
  { readonly event: Name }
>;

/** Null for what nobody is told of, and for what an older version wrote in another form. */
export function readNotificationEvent(row: {
  /** Of the outbox: no two events have the same. */
  readonly id: number;
  readonly atMs: number;
  readonly event: string;
  readonly payload: unknown;
}): NotificationEvent | null {
  const read = notificationEvent.safeParse(row);
  return read.success ? read.data : null;
}
