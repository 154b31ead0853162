import { and, eq, lt, sql } from "drizzle-orm";
import { session, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { normaliseEmail } from "./internal/identity";
import { countedOn, type Device } from "./internal/known-devices";
import { isTooLong, verifyAgainstNobody, verifyPassword } from "./internal/password";
import { type Charge, returnCharge, tryOnce } from "./internal/sign-in-tries";
import { hashOfToken, newToken } from "./internal/token";
import { IDLE_MINUTES } from "./session-times";

export type SignInInput = {
  readonly email: string;
  readonly password: string;
  /** As the browser names itself, so that the person recognises the session in a list. */
  readonly userAgent: string | null;
  readonly device?: Device;
  /** Hears why nobody was signed in, for the security log; whoever tried is not told. */
  readonly onRefusal?: (refusal: Refusal) => void;
};

export type Refusal = { readonly reason: "wrong" | "waiting"; readonly userId: string | null };

/** What the security log calls it. */
export const REFUSED = { wrong: "sign-in.failed", waiting: "sign-in.waiting" } as const;

/** A session of level 1, with the token for its cookie. */
export type Started = { readonly token: string; readonly sessionId: string; readonly userId: string };

export { COMMAND_LINE } from "./internal/known-devices";

const LONGEST_AGENT = 300;
/** Whose tries are counted on no row. */
const NOBODY = { userId: "00000000-0000-0000-0000-000000000000", passwordHash: null };

/**
 * The first factor. Null for a wrong password, an unknown address, and a disabled or waiting account. All take the same
 * work and the same statements, so that callers cannot learn who has an account.
 */
export async function signIn({ db }: Pick<Context, "db">, input: SignInInput): Promise<Started | null> {
  const { email, password, device = null } = input;
  if (isTooLong(password)) return refuse(input, "wrong", undefined);
  const [person] = await db
    .select({ userId: user.id, passwordHash: user.passwordHash, disabled: user.disabled })
    .from(user)
    .where(eq(user.email, normaliseEmail(email)));
  const { userId, passwordHash } = person?.passwordHash && !person.disabled ? person : NOBODY;
  const counted = await countedOn(db, userId, device);
  const line = counted.on === "device" ? "known" : "strangers";
  const tried = await tryOnce(db, counted, async (charge) =>
    passwordHash !== null && (await verifyPassword(passwordHash, password, line))
      ? startSession({ db }, { charge, passwordHash, userAgent: input.userAgent })
      : null,
  );
  if (tried.kind === "right") return tried.opened;
  if (tried.kind === "waiting") await verifyAgainstNobody(password);
  return refuse(input, passwordHash === null ? "wrong" : tried.kind, person);
}

function refuse(
  { onRefusal }: SignInInput,
  reason: Refusal["reason"],
  person: { readonly userId: string } | undefined,
): null {
  onRefusal?.({ reason, userId: person?.userId ?? null });
  return null;
}

type Start = { readonly charge: Charge; readonly passwordHash: string; readonly userAgent: string | null };

/** Null if the password is not theirs any more: it may have been set anew while this one waited to be compared. */
async function startSession({ db }: Pick<Context, "db">, start: Start): Promise<Started | null> {
  const { charge, passwordHash, userAgent } = start;
  const { userId } = charge;
  const token = newToken();
  return withTransaction(db, async (tx) => {
    const still = and(eq(user.id, userId), eq(user.passwordHash, passwordHash), eq(user.disabled, false));
    // Whoever sets it anew waits for this, and then ends this session too.
    if ((await tx.select({ id: user.id }).from(user).where(still).for("update")).length === 0) return null;
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
