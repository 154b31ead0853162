/** Pages that follow what happens, and say so when they cannot. */
export const liveTexts = {
  offline: "Offline: the server does not answer.",
  shows: "This page shows what was true",
  retries: "It is asked again by itself. Payouts do not depend on this page.",
  signedOut: "Your session has ended.",
  signIn: "Sign in again",
} as const;
