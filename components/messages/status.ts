import type { PublicWord } from "@/server/domain/monitoring/public-word";

/** The public status page. */
export const statusTexts = {
  title: "Service status",
  link: "Service status",
  note: "Whether payouts and this site work, and what went wrong lately.",
  word: {
    good: { title: "Everything works", text: "No known problem affects players." },
    degraded: { title: "Something does not work as it should", text: "What we know is below." },
    disrupted: { title: "The service is disrupted", text: "What we know is below." },
    unknown: {
      title: "We do not know right now",
      text: "The service has not been checked in the last minutes. Payouts may still be on time.",
    },
  } satisfies Record<PublicWord, { title: string; text: string }>,
  away: {
    title: "We cannot read our own records right now",
    text: "So we cannot say how the service is. Nothing that was paid is affected: payments are on the chain.",
  },
  looked: "Last checked at",
  open: "Now",
  over: (days: number) => `Past incidents, last ${days} days`,
  none: "None that affected players.",
  since: "Since",
  from: "From",
  until: "to",
  lasted: (length: string) => `lasted ${length}`,
  banner: { more: "More", others: (number: number) => `And ${number} more.` },
} as const;
