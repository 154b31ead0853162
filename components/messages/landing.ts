import { formatAda, groupDigits } from "@/server/words/format";
import { count } from "./terms";

export const landingTexts = {
  title: (token: string | null) => `Play, hold ${token ?? "the token"}, and share the prize pool every day.`,
  stopped: {
    title: "Payouts are stopped",
    text: "A check failed, and administrators are looking into it. Amounts owed are not affected.",
    wait: (days: number) => `${count(days, "ended day")} not paid yet.`,
    why: (dayIndex: number) => `Why day ${dayIndex} is stopped`,
  },
  noPool: {
    title: "The prize pool is being set up",
    text: "Countdown, pool and game appear here once the pool is on chain.",
  },
  pool: {
    balance: "Prize pool",
    atBlock: (height: number) => `at block ${groupDigits(height)}`,
    eligible: "Eligible so far today",
    share: (potLovelace: bigint) => `sharing ${formatAda(potLovelace)}`,
    unknown: "Unavailable",
    noEstimate: "no estimate right now",
  },
  game: {
    section: "Game activity",
    title: "Latest plays",
    playsToday: "Plays today",
    playersToday: "Players today",
    inTotal: (total: number) => `${groupDigits(total)} in total`,
    readTo: "Newest block",
    notCounted: "not counted",
    empty: { title: "No plays yet", text: "The first payment to the game's address appears here." },
  },
  prizes: {
    all: "All days",
    empty: { title: "No prizes yet", text: "The chart starts with the first day's report." },
    bar: (lovelace: bigint, state: string) => `${formatAda(lovelace)}, ${state.toLowerCase()}`,
    summary: (paidLovelace: bigint, paidDays: number, unpaidDays: number) =>
      `${formatAda(paidLovelace)} paid over ${count(paidDays, "day")}.${
        unpaidDays === 0 ? "" : ` ${count(unpaidDays, "published day")} not paid yet.`
      }`,
  },
  howItWorks: {
    title: "How it works",
    steps: [
      { title: "Play", text: "Pay the game's address from your wallet. There is nothing to register." },
      {
        title: "Hold",
        text: "Keep the token in your wallet. The last block of the day fixes every balance, and the pot is split by tokens held.",
      },
      {
        title: "Review period",
        text: "Prizes are calculated twice, by two independent methods, and the full list is published before anyone signs. You have time to report errors.",
      },
      {
        title: "Get paid",
        text: "Several administrators sign the exact plan. The contract pays that plan and nothing else, to the addresses that hold the tokens.",
      },
    ],
  },
} as const;
