import { z } from "zod";
import { DAY_STATES } from "../day/states";
import { DOCUMENT_KINDS } from "../rules/document";

const number = z.int().min(0);
const person = z.uuid();
const dayState = z.enum(DAY_STATES);
const signed = { dayIndex: number, of: z.enum(["plan", "resume"]), deadlineMs: z.int() };
const said = z.object({ by: z.string(), reason: z.string() });
const incident = z.object({ id: number });

const event = <Name extends string, Payload extends z.ZodType>(name: Name, payload: Payload) =>
  z.object({ id: number, atMs: z.int(), event: z.literal(name), payload });

/** Events of the outbox that are news to somebody, with what of them is read. All others are for the log. */
const newsEvent = z.discriminatedUnion("event", [
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

export type NewsEvent = z.output<typeof newsEvent>;
export type NewsEventOf<Name extends NewsEvent["event"]> = Extract<NewsEvent, { readonly event: Name }>;

/** Null for what is no news, and for what an older version wrote in another form. */
export function readNewsEvent(row: {
  /** Of the outbox: no two events have the same. */
  readonly id: number;
  readonly atMs: number;
  readonly event: string;
  readonly payload: unknown;
}): NewsEvent | null {
  const read = newsEvent.safeParse(row);
  return read.success ? read.data : null;
}
