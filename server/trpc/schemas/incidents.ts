import { z } from "zod";
import { PUBLIC_WORDS, publicWord } from "@/server/domain/monitoring/public-word";
import { INCIDENT_STATES } from "@/server/domain/monitoring/states";
import type { PublicIncident, PublicIncidents } from "@/server/services/incidents/list-public";

const clockMs = z
  .number()
  .int()
  .meta({ description: "POSIX time in milliseconds, by this service's clock.", example: 1795305600000 });
const state = z.enum(INCIDENT_STATES).meta({ description: "How far people are with it." });

const publicIncident = z.object({
  incident: z.number().int().meta({ description: "Its number, which stays.", example: 12 }),
  state,
  text: z.string().meta({ description: "What it means for players." }),
  beganMs: clockMs,
  overMs: clockMs.nullable().meta({ description: "Since when it is well again; null while it is open." }),
  updates: z
    .array(z.object({ atMs: clockMs, state: state.nullable(), text: z.string() }))
    .meta({ description: "What people wrote about it, newest first." }),
});

export const incidentsOutput = z.object({
  service: z.enum(PUBLIC_WORDS).meta({
    description: "In a word. `unknown`: nobody has looked at the service in the last minutes.",
  }),
  lookedMs: clockMs.nullable().meta({ description: "When the service was last looked at; null if it never was." }),
  open: z.array(publicIncident).meta({ description: "The most urgent first." }),
  over: z.array(publicIncident).meta({ description: "Of the last 90 days, newest first; at most 100." }),
});

export function toIncidentsOutput(incidents: PublicIncidents, nowMs: number): z.input<typeof incidentsOutput> {
  const { lookedMs, open, over } = incidents;
  return { service: publicWord(incidents, nowMs), lookedMs, open: open.map(toOutput), over: over.map(toOutput) };
}

function toOutput({ id, state: now, text, beganMs, overMs, updates }: PublicIncident) {
  return { incident: id, state: now, text, beganMs, overMs, updates: [...updates] };
}
