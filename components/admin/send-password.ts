import { getCsrfToken } from "next-auth/react";

/** What became of a password: `waiting`, where a door lets nobody through just now. */
export type PasswordAnswer = "right" | "wrong" | "waiting" | "unreachable";

/** Sends e-mail and password to next-auth. Its own `signIn` fails on an answer that a door before it gives. */
export async function sendPassword(email: string, password: string): Promise<PasswordAnswer> {
  const csrfToken = await getCsrfToken().catch(() => undefined);
  if (csrfToken === undefined) return "unreachable";
  const body = new URLSearchParams({ email, password, csrfToken, json: "true" });
  const answer = await fetch("/api/auth/callback/credentials", { method: "POST", body }).catch(() => null);
  if (answer?.ok) return "right";
  if (answer?.status === 401) return "wrong";
  return answer?.status === 429 ? "waiting" : "unreachable";
}
