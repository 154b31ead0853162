import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { knownDevice, recoveryCode, totpSecret, user } from "@/db/schema";
import type { Credential } from "@/server/domain/people/credentials";
import type { Wish } from "@/server/domain/people/wish";
import { endSessionsOf } from "./end-sessions-of";
import type { PersonRow } from "./find-person";
import { issueLink, type Link } from "./link";

/** The link by which the person sets what they sign in with; null where only the role has changed. */
export type Applied = { readonly link: Link | null; readonly sessions: number };

/** Does what was agreed to. */
export async function applyWish(tx: Transaction, person: PersonRow, { what, role }: Wish): Promise<Applied> {
  const userId = person.id;
  if (what === "role" || what === "invitation") {
    // Of two people one counts after a day, whoever made them one.
    const enrolledAt = person.enrolledAt && sql`now()`;
    await tx.update(user).set({ role, enrolledAt }).where(eq(user.id, userId));
    return { link: what === "role" ? null : await issueLink(tx, userId, "both"), sessions: 0 };
  }
  return reset(tx, person, what);
}

/** The old credential ends at once, and with it every session and known device. */
async function reset(tx: Transaction, { id: userId, passwordHash }: PersonRow, what: Credential | "both") {
  const hasFactor = (await tx.$count(totpSecret, eq(totpSecret.userId, userId))) > 0;
  // What was reset before and not set since is missing as well: a link that asks for it could not be used.
  const keepsPassword = what === "second-factor" && passwordHash !== null;
  const keepsFactor = what === "password" && hasFactor;
  if (!keepsPassword) await tx.update(user).set({ passwordHash: null }).where(eq(user.id, userId));
  if (!keepsFactor) {
    await tx.delete(totpSecret).where(eq(totpSecret.userId, userId));
    await tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId));
  }
  await tx.delete(knownDevice).where(eq(knownDevice.userId, userId));
  const sets = keepsPassword || keepsFactor ? what : "both";
  // Whoever has the link to both needs nothing of the person's: nor have they the person's key.
  if (sets === "both") await tx.update(user).set({ approverKey: null, encryptedKey: null }).where(eq(user.id, userId));
  return { link: await issueLink(tx, userId, sets), sessions: await endSessionsOf(tx, userId) };
}
