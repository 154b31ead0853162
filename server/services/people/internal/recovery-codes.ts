import { createHash, randomInt } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recoveryCode } from "@/db/schema";

const CODES = 10;
/** Without those that look alike. 32 of them: each letter is 5 bits. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
/** 140 bits, of which a plain hash keeps what it has to: nobody guesses them (ASVS V6.5.2, V11.5.1). */
const GROUPS = 7;
const GROUP_LENGTH = 4;
const FORM = new RegExp(`^[${LETTERS}]{${GROUPS * GROUP_LENGTH}}$`);

/** New codes, as the person writes them down; the old ones count no more. Shown once: only hashes are kept. */
export async function replaceRecoveryCodes(tx: Transaction, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId));
  await tx.insert(recoveryCode).values(codes.map((code) => ({ userId, codeHash: hashOf(plain(code)) })));
  return codes;
}

/** Uses a code up. False if it is not one of this person's, or was used: of two that send the same, one wins. */
export async function takeRecoveryCode(tx: Transaction, userId: string, given: string): Promise<boolean> {
  const code = plain(given);
  if (!FORM.test(code)) return false;
  const used = await tx
    .update(recoveryCode)
    .set({ usedAt: sql`now()` })
    .where(and(eq(recoveryCode.userId, userId), eq(recoveryCode.codeHash, hashOf(code)), isNull(recoveryCode.usedAt)))
    .returning({ userId: recoveryCode.userId });
  return used.length === 1;
}

function newCode(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)];
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** As it is hashed, whatever blanks, hyphens and capitals it was typed with. */
function plain(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, "");
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
