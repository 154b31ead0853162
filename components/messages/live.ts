/** Pages that follow what happens, and say so when they cannot. */
export const liveTexts = {
  offline: "Offline: the server does not answer.",
  shows: "What you see is from",
  age: (age: string) => `, ${age} ago`,
  retries: "The page asks again by itself; payouts do not depend on it.",
  signedOut: "Your session has ended.",
  signIn: "Sign in again",
} as const;
