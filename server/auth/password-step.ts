import { headers } from "next/headers";
import { z } from "zod";
import { getContext } from "@/server/context";
import { callerOf } from "@/server/doors/caller";
import { whyNotPlain } from "@/server/doors/plain-text";
import { REFUSED, type Refusal, signIn } from "@/server/services/people/sign-in";
import { noteSecurity } from "@/server/services/security-log";
import { deviceToken } from "./cookie";

/** Nobody has a longer e-mail or password, or one that is no text. */
const sendable = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => whyNotPlain(text) === null);
const credentials = z.object({ email: sendable(320), password: sendable(1_000) });

/** The first factor, as it was sent. The token for the session's cookie, or null: the same answer for every reason. */
export async function checkPassword(given: unknown): Promise<{ readonly id: string } | null> {
  const { log, db } = await getContext();
  const caller = callerOf(await headers());
  const onRefusal = ({ reason, userId }: Refusal) =>
    noteSecurity(log, { event: REFUSED[reason], ...(userId === null ? {} : { person: userId }), ...caller });
  const parsed = credentials.safeParse(given);
  if (!parsed.success) {
    onRefusal({ reason: "wrong", userId: null });
    return null;
  }
  const device = await deviceToken();
  const started = await signIn({ db }, { ...parsed.data, device, userAgent: caller.browser, onRefusal });
  if (!started) return null;
  const { userId, sessionId, token } = started;
  noteSecurity(log, { event: "sign-in.password", person: userId, ...caller, details: { session: sessionId } });
  return { id: token };
}
