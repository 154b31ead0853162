export const daysTexts = {
  note: "Prizes and proof for every day since the prize pool started.",
  caption: "Days, newest first",
  range: (newest: number, oldest: number) => `Days ${newest} to ${oldest}, newest first`,
  /** A day that is not a UTC day: "2026-11-22 10:00 to 10:05". */
  span: (from: string, to: string) => `${from} to ${to}`,
  pending: "pending",
  empty: {
    first: "No days yet",
    earlier: "No earlier days",
    text: "The first day starts once the prize pool is on chain.",
  },
} as const;
