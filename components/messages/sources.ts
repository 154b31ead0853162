/** The card of chain sources on the console's first page. */
export const sourcesTexts = {
  title: "Chain sources",
  note: "One of them is read from at a time. Another takes its place within seconds, and gives it back by itself.",
  reads: "read from since",
  standby: "another is read from",
  witness: "compared with, never read from",
  since: "since",
  nextTry: "next try",
  callsToday: (calls: string) => `${calls} calls leased today`,
} as const;
