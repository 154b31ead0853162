import type { DocumentKind } from "@/server/domain/rules/document";
import type { Context } from "../context";
import { type JudgedDraft, judgeDraft } from "./internal/judge-draft";
import { readWorld } from "./internal/read-world";

/** A document as somebody gives it. */
export type Draft = {
  readonly kind: DocumentKind;
  readonly document: unknown;
  /** Of rules; null for operations. */
  readonly fromDay: number | null;
};

/** What a draft would change, or why it cannot come into force. Writes nothing. Throws ServiceError `unavailable`. */
export async function checkDraft(ctx: Pick<Context, "db" | "source">, draft: Draft): Promise<JudgedDraft> {
  return judgeDraft(ctx.db, draft, await readWorld(ctx, draft));
}
