import { and, eq, isNull } from "drizzle-orm";
import { recoveryCode } from "@/db/schema";
import type { Context } from "../context";

/** How many recovery codes a person has left. */
export async function countRecoveryCodes({ db }: Pick<Context, "db">, userId: string): Promise<number> {
  return db.$count(recoveryCode, and(eq(recoveryCode.userId, userId), isNull(recoveryCode.usedAt)));
}
