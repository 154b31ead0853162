import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { session } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { type NoticeSource, noticePerson } from "../outbox/notice-person";
import type { SignedIn } from "./find-session";
import { checkFactor } from "./internal/check-factor";
import { COMMAND_LINE, countedOn, type Device, rememberDevice } from "./internal/known-devices";
import { SIGNED_OUT } from "./internal/lock-session";
import { type Charge, forgive, tryOnce } from "./internal/sign-in-tries";
import { hashOfToken, newToken } from "./internal/token";
import type { SecretBox } from "./secret-box";

type Db = Pick<Context, "db">;

export type GivenCode = {
  readonly session: SignedIn;
  readonly code: string;
  readonly nowMs: number;
  readonly box: SecretBox;
  /** Undefined where none is to be known. */
  readonly device?: Device;
  /** Where it came from: a notice of a new device says so. */
  readonly from?: Pick<NoticeSource, "address" | "browser">;
};

/** For the cookies: the session's new token, and the device's. */
export type Tokens = { readonly session: string; readonly device: string | null };

/**
 * Checks the second factor. A right code, never used before, raises this session to level 2; at level 2 it steps the
 * session up. Either way the session has a new token, and what has the old one opens nothing any more. A wrong code
 * counts like a wrong password, and at level 2 on the session. Throws ServiceError `not-allowed`.
 */
export async function confirmTotp({ db }: Db, given: GivenCode): Promise<Tokens> {
  const { userId, sessionId, level } = given.session;
  const counted =
    level === 2
      ? ({ userId, on: "session", id: sessionId } as const)
      : await countedOn(db, userId, given.device ?? null);
  const tried = await tryOnce(db, counted, (charge) =>
    withTransaction(db, async (tx) => {
      const factor = await checkFactor(tx, { ...given, userId }, given.box);
      return factor && raiseSession(tx, { given, charge, factor });
    }),
  );
  if (tried.kind === "right") return tried.opened;
  const text =
    tried.kind === "waiting"
      ? "Too many wrong codes. Wait a few minutes, then enter a new one."
      : "Wrong or already used code. Enter the newest one from your app.";
  throw new ServiceError("not-allowed", text);
}

type Raise = { readonly given: GivenCode; readonly charge: Charge; readonly factor: string };

async function raiseSession(tx: Transaction, { given, charge, factor }: Raise): Promise<Tokens> {
  const { userId, sessionId, level } = given.session;
  const token = newToken();
  const raised = await tx
    .update(session)
    .set({ level: 2, confirmedAt: sql`now()`, tokenHash: hashOfToken(token) })
    .where(and(eq(session.id, sessionId), eq(session.userId, userId), sql`${session.expiresAt} > now()`))
    .returning({ id: session.id });
  if (raised.length !== 1) throw new ServiceError("wrong-state", SIGNED_OUT);
  await forgive(tx, charge);
  const isBrowser = given.device !== undefined && given.device !== COMMAND_LINE;
  const device = isBrowser ? await rememberDevice(tx, userId, given.device) : null;
  if (device !== null && device !== given.device) await noticePerson(tx, userId, "sign-in.new-device", given.from);
  await appendAudit(tx, {
    actor: `user:${userId}`,
    action: level === 2 ? "session.step-up" : "session.confirm",
    subject: `session:${sessionId}`,
    details: { level: 2, factor },
    atMs: Date.now(),
  });
  return { session: token, device };
}
