import { eq, lt, sql } from "drizzle-orm";
import { session, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { normaliseEmail } from "./internal/identity";
import { findDevice } from "./internal/known-devices";
import { verifyAgainstNobody, verifyPassword } from "./internal/password";
import { type Charge, returnCharge, tryOnce } from "./internal/sign-in-tries";
import { hashOfToken, newToken } from "./internal/token";
import { IDLE_MINUTES } from "./session-times";

export type SignInInput = {
  readonly email: string;
  readonly password: string;
  /** As the browser names itself, so that the person recognises the session in a list. */
  readonly userAgent: string | null;
  /** The token in the device's cookie, if it has one. */
  readonly device?: string | null;
  /** Hears why nobody was signed in, for the security log; whoever tried is not told. */
  readonly onRefusal?: (refusal: Refusal) => void;
};

export type Refusal = { readonly reason: "wrong" | "waiting"; readonly userId: string | null };

/** What the security log calls it. */
export const REFUSED = { wrong: "sign-in.failed", waiting: "sign-in.waiting" } as const;

/** A session of level 1, with the token for its cookie. */
export type Started = { readonly token: string; readonly sessionId: string; readonly userId: string };

const LONGEST_AGENT = 300;

/**
 * The first factor. Null for a wrong password, an unknown address, and a disabled or waiting account. All take the same
 * work, so that callers cannot learn who has an account.
 */
export async function signIn({ db }: Pick<Context, "db">, input: SignInInput): Promise<Started | null> {
  const { email, password, device = null } = input;
  const [person] = await db
    .select({ userId: user.id, passwordHash: user.passwordHash, disabled: user.disabled })
    .from(user)
    .where(eq(user.email, normaliseEmail(email)));
  const passwordHash = person && !person.disabled ? person.passwordHash : null;
  const deviceId = person ? await findDevice(db, person.userId, device) : null;
  if (!person || !passwordHash) {
    await verifyAgainstNobody(password);
    return refuse(input, "wrong", person);
  }
  const tried = await tryOnce(db, { userId: person.userId, deviceId }, async (charge) =>
    (await verifyPassword(passwordHash, password)) ? charge : null,
  );
  if (tried.kind === "right") return startSession({ db }, tried.opened, input.userAgent);
  if (tried.kind === "waiting") await verifyAgainstNobody(password);
  return refuse(input, tried.kind, person);
}

function refuse(
  { onRefusal }: SignInInput,
  reason: Refusal["reason"],
  person: { readonly userId: string } | undefined,
): null {
  onRefusal?.({ reason, userId: person?.userId ?? null });
  return null;
}

async function startSession({ db }: Pick<Context, "db">, charge: Charge, userAgent: string | null): Promise<Started> {
  const { userId } = charge;
  const token = newToken();
  return withTransaction(db, async (tx) => {
    await returnCharge(tx, charge);
    await tx.delete(session).where(lt(session.expiresAt, sql`now()`));
    const [added] = await tx
      .insert(session)
      .values({
        userId,
        tokenHash: hashOfToken(token),
        level: 1,
        expiresAt: sql`now() + make_interval(mins => ${IDLE_MINUTES})`,
        userAgent: userAgent?.slice(0, LONGEST_AGENT) ?? null,
      })
      .returning({ sessionId: session.id });
    if (!added) throw new Error("the session was not stored");
    await appendAudit(tx, {
      actor: `user:${userId}`,
      action: "session.start",
      subject: `session:${added.sessionId}`,
      details: { level: 1 },
      atMs: Date.now(),
    });
    return { token, sessionId: added.sessionId, userId };
  });
}
