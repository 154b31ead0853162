import { eq, sql } from "drizzle-orm";
import { invitation, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { checkFactor } from "./internal/check-factor";
import { endSessionsOf } from "./internal/end-sessions-of";
import { takeOffer } from "./internal/factor-offer";
import { rememberDevice } from "./internal/known-devices";
import { type FoundLink, lockLink } from "./internal/link";
import { hashNewPassword, verifyPassword } from "./internal/password";
import { recordChange } from "./internal/record-change";
import { forgetFailures, TOO_MANY_TRIES, tryOnce } from "./internal/sign-in-tries";
import { storeFactor } from "./internal/store-factor";
import { linkContext } from "./open-link";
import type { SecretBox } from "./secret-box";

export type Acceptance = {
  readonly token: string;
  /** The new one, or the present one if the link sets the second factor alone. */
  readonly password: string;
  /** A first code of the offered factor, or one of the present factor if the link sets the password alone. */
  readonly code: string;
  /** The offered factor; null if the link sets the password alone. */
  readonly ticket: string | null;
  readonly nowMs: number;
  /** The token in the device's cookie, if it has one. */
  readonly device?: string | null;
};

export type Accepted = {
  readonly userId: string;
  /** If the second factor is new: this answer is the only place where they can be read. */
  readonly recoveryCodes: readonly string[] | null;
  /** For the device's cookie: whoever has both factors here need not fear for the first sign-in what strangers try. */
  readonly device: string;
};

/** What is to be stored: prepared first, since hashing takes long and a wrong answer must be counted. */
type Prepared = {
  readonly passwordHash: string | null;
  readonly factor: { readonly secret: string; readonly step: number } | null;
};

/**
 * Sets what the link sets, all of it and the end of the link in one transaction. Every session of the person ends.
 * Throws ServiceError: as `openLink`, and `bad-input` or `not-allowed` for a password or code that does not do.
 */
export async function acceptLink({ db }: Pick<Context, "db">, use: Acceptance, box: SecretBox): Promise<Accepted> {
  const seen = await withTransaction(db, (tx) => lockLink(tx, use.token));
  const prepared = await prepare({ db }, { ...seen, use }, box);
  return withTransaction(db, async (tx) => {
    const { link, person } = await lockLink(tx, use.token);
    const userId = person.id;
    await tx.update(invitation).set({ usedAt: sql`now()` }).where(eq(invitation.id, link.id));
    const { passwordHash, factor } = prepared;
    const enrolled = { enrolledAt: sql`now()`, ...(passwordHash === null ? {} : { passwordHash }) };
    await tx.update(user).set(enrolled).where(eq(user.id, userId));
    const recoveryCodes = factor && (await storeFactor(tx, { userId, ...factor }, box));
    await forgetFailures(tx, userId);
    const device = await rememberDevice(tx, userId, use.device ?? null);
    const sessions = await endSessionsOf(tx, userId);
    await recordChange(tx, {
      actor: `user:${userId}`,
      action: "user.accept-link",
      userId,
      details: { sets: link.sets, sessions },
    });
    return { userId, recoveryCodes, device };
  });
}

type Seen = FoundLink & { readonly use: Acceptance };

async function prepare(ctx: Pick<Context, "db">, { link, person, use }: Seen, box: SecretBox): Promise<Prepared> {
  const { password, code, ticket, nowMs } = use;
  const passwordHash = link.sets === "second-factor" ? null : await hashNewPassword(password, person);
  const factor =
    link.sets === "password" ? null : await takeOffer(box, { ticket: ticket ?? "", code, nowMs }, linkContext(link.id));
  if (link.sets !== "both") await requirePresent(ctx, { link, person, use }, box);
  return { factor, passwordHash };
}

/** The credential that stays. A wrong one counts on the link, which strangers do not have. */
async function requirePresent({ db }: Pick<Context, "db">, { link, person, use }: Seen, box: SecretBox): Promise<void> {
  const userId = person.id;
  const isRight = async () => person.passwordHash !== null && (await verifyPassword(person.passwordHash, use.password));
  const tried = await tryOnce<unknown>(db, { userId, on: "link", id: link.id }, async () =>
    link.sets === "password"
      ? withTransaction(db, (tx) => checkFactor(tx, { userId, ...use }, box))
      : (await isRight()) || null,
  );
  if (tried.kind === "right") return;
  if (tried.kind === "waiting") throw new ServiceError("not-allowed", TOO_MANY_TRIES);
  const what = link.sets === "password" ? "Wrong or already used code." : "Wrong password.";
  throw new ServiceError("not-allowed", `${what} Nothing was changed.`);
}
