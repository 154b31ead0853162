import { eq } from "drizzle-orm";
import { followed } from "@/db/schema";
import type { Context } from "../../context";
import { Contradicted, type Remedy } from "./contradicted";
import { loadState } from "./cursor";
import { findFalseBlock } from "./find-false-block";
import { findMissed } from "./find-missed";

/** Where reading again mends a contradiction. Null where only the source can, or where it contradicts itself again. */
export async function findRemedy(ctx: Context, { contradiction, remedy }: Contradicted): Promise<Remedy | null> {
  if (remedy) return remedy;
  try {
    switch (contradiction.kind) {
      case "not-conserved": {
        const [token] = await ctx.db.select().from(followed).where(eq(followed.subject, contradiction.unit));
        return token ? await findMissed(ctx, contradiction, token) : null;
      }
      case "not-linked": {
        const state = await loadState(ctx.db);
        return state && (await findFalseBlock(ctx, state.height));
      }
      case "block-unknown":
      case "other-block":
        return await findFalseBlock(ctx, contradiction.height);
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof Contradicted) return null;
    throw error;
  }
}
