import type { Context } from "../context";
import type { Draft } from "./draft";
import { type JudgedDraft, judgeDraft } from "./internal/judge-draft";
import { readWorld } from "./internal/read-world";

/** What a draft would change, or why it cannot come into force. Writes nothing. Throws ServiceError `unavailable`. */
export async function checkDraft(ctx: Pick<Context, "db" | "source">, draft: Draft): Promise<JudgedDraft> {
  return judgeDraft(ctx.db, draft, await readWorld(ctx, draft));
}
