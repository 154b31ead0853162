import { formatUtc } from "@/components/ui/format-time";
import type { Closing } from "@/server/domain/day/closing";
import { formatAda, formatAdaFigure } from "@/server/words/format";
import { count } from "./terms";

export const dayTexts = {
  utc: (name: string) => `${name} UTC`,
  progress: "Progress",
  noReport: {
    title: "Report not published yet",
    text: "Prizes are calculated from the day's last block, once it is deep enough in the chain. The full list is published here before anyone signs.",
  },
  notFound: {
    title: "Day not found",
    note: "Enter a day number, or a UTC date such as 2026-11-22 where a day lasts 24 hours. Days are listed once they start.",
    all: "View all days",
  },
  stages: {
    label: (dayIndex: number) => `Stages of day ${dayIndex}`,
    run: "Play and hold",
    check: "Calculation",
    preview: "Review period",
    approve: "Approval",
    pay: "Payment",
    final: "Final",
    underWay: "in progress",
    waitsFor: (day: number) => `waits for day ${day}`,
    until: "until",
    wasDue: "was due",
  },
  notice: {
    partPaid: (paidLovelace: bigint) => ({
      title: "This day is partly paid",
      text: `The plan ended before every batch was paid. ${formatAda(paidLovelace)} is confirmed as paid. The rest is still owed, and is paid together with the next day's prizes.`,
    }),
    carried: (paidLovelace: bigint) => ({
      title: "The rest of this day was carried over",
      text: `The plan ended before every batch was paid. ${formatAda(paidLovelace)} was paid; the rest became part of a later day's payment, to the same addresses.`,
    }),
    waits: (day: number) => ({
      title: `This day has ended and waits for day ${day}`,
      text: "Who played and who holds at this day's end is fixed by the chain, so nothing is lost by waiting. Days are paid one after the other; this one is calculated and published here once that day is paid.",
      link: `See what day ${day} waits for`,
    }),
    ended: {
      title: "This day has ended",
      text: "Who played and who holds at its end is fixed by the chain. Prizes are calculated once its last block is deep enough that no rollback can replace it.",
    },
    awaitsApproval: (given: number, threshold: number) => ({
      title: `Waits for the administrators: ${given} of ${threshold} approvals`,
      text: "The plan is paid once enough of them have signed it. Amounts owed stay owed, however long that takes.",
    }),
    preview: (untilMs: number | null) => ({
      title: untilMs === null ? "In review" : `In review until ${formatUtc(untilMs, "minute")}`,
      text: "The list of prizes is fixed and can be downloaded below. If your prize is wrong, tell the game's team now. Nothing has been signed yet.",
    }),
    closedByPeople: ({ by, reason }: Closing) => ({
      title: "This day was closed without payment",
      text: `The day was stopped, and ${by.join(" and ")} closed it: “${reason}” Everything that it owes is carried: it stays owed to the same addresses, and the next day that pays pays it with its own prizes.`,
    }),
    nothingPayable: {
      title: "Nothing to pay for this day",
      text: "No address was owed an amount that can be paid now. Amounts earned are carried over to the next day. The report lists every address, with the reason.",
    },
    stopped: {
      title: (sinceMs: number) => `Stopped since ${formatUtc(sinceMs, "minute")}`,
      reason: "Reason:",
      effect: "Effect:",
      effectText:
        "No further payouts for this day or later ones until two administrators have reviewed and released it. Confirmed payments stand, and amounts owed stay owed.",
    },
  },
  totals: {
    paidSoFar: (lovelace: bigint) => `${formatAda(lovelace)} paid so far`,
    eligible: (players: number) => `addresses; ${count(players, "player is", "players are")} eligible`,
    carried: "Carried over to the next day",
    belowMinimum: "below the minimum payout, or held back",
    pot: "Pot",
    split: "split by tokens held",
    fees: (lovelace: bigint) => `plus ${formatAda(lovelace)} in fees`,
  },
  histogram: {
    bin: (from: bigint, to: bigint) => (from === to ? formatAda(from) : `${formatAdaFigure(from)} to ${formatAda(to)}`),
    summary: (recipients: number, from: bigint, to: bigint) =>
      `${count(recipients, "recipient")}, ${
        from === to ? `${formatAda(from)} each` : `from ${formatAda(from)} to ${formatAda(to)}`
      }.`,
  },
  payments: {
    title: "Payments",
    progress: "Batches paid",
    confirmed: (paid: number, all: number) => `${paid} of ${all} confirmed`,
    caption: "Batches and their transactions",
    noTransaction: "none yet",
    commit: "Commit transaction:",
    depth: (blocks: number) => `A batch is paid once its transaction has ${count(blocks, "confirmation")}.`,
  },
} as const;
