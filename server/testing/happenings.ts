import type { Happening } from "@/server/domain/monitoring/notification";

type FactsOf<Kind, Each = Happening> = Each extends { readonly kind: infer Own }
  ? Kind extends Own
    ? Omit<Each, "kind">
    : never
  : never;

/** One of each kind that people are told of, with `text` wherever somebody else's text can stand. */
export function happeningsWith(text: string): readonly Happening[] {
  const dayIndex = 12;
  const by = { by: text, reason: text };
  const signed = { approvals: 1, threshold: 2 };
  const notice = { about: text, by: text, address: text, browser: text };
  const stopped = { kind: "by-person", by: { name: text, text }, and: null } as const;
  const all: { readonly [Kind in Happening["kind"]]: FactsOf<Kind> } = {
    "approval-wanted": { dayIndex, of: "plan", lovelace: 1n, untilMs: 1_800_000_000_000, ...signed },
    approved: { dayIndex, of: "resume", threshold: 2 },
    "day-paid": { dayIndex, lovelace: 1n, outputs: 1, batches: 1 },
    "day-part-paid": { dayIndex },
    "day-closed": { dayIndex },
    "day-stopped": { dayIndex, reason: stopped },
    "day-released": { dayIndex, detail: text },
    "day-late": { fact: text, incidentId: 1 },
    "release-asked": { dayIndex, deed: "read anew", ...by },
    "proposal-waits": { document: "rules", ...by },
    "proposal-agreed": { document: "rules", version: 2, by: text, fromDay: 13 },
    "act-waits": { name: "withdraw", ...signed, ...by },
    "act-signed": { name: "withdraw" },
    "engine-paused": by,
    "engine-resumed": by,
    "engine-checked": by,
    account: { what: text, atMs: 1_800_000_000_000, notice },
    "public-trouble": { text },
    "public-trouble-over": { text },
  };
  return Object.entries(all).map(([kind, facts]) => ({ ...facts, kind }) as Happening);
}
