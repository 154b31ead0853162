/** What is asked for about people, on the overview of whoever may take it back. */
export const peopleTexts = {
  asked: {
    title: (name: string, what: string) => `${name}: ${what} is asked for`,
    byOwner: "Asked for on the server, without a sign-in.",
    by: (name: string) => `Asked for by ${name}.`,
    agree: "Another administrator can agree, by the same command. One alone can have it done from",
    alone: "One alone can have it done now, and could since",
    doubt: "Take it back if you do not know why it was asked for. Whoever gets the link is this person from then on.",
    withdraw: "Take it back",
  },
} as const;
