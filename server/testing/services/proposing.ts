import { asc, eq } from "drizzle-orm";
import { auditEvent } from "@/db/schema";
import type { Document } from "@/server/domain/rules/document";
import { confirm } from "@/server/services/proposals/confirm";
import { newestDocument } from "@/server/services/proposals/newest-document";
import { openProposal } from "@/server/services/proposals/open-proposal";
import { propose } from "@/server/services/proposals/propose";
import { withdraw } from "@/server/services/proposals/withdraw";
import { addPerson } from "./add-person";
import type { World } from "./world";

export const REASON = "The pot was voted on in the forum.";

/** A pot of so many ADA. */
export const pot = (ada: number) => ({ pot: { kind: "fixed", lovelace: `${ada}000000` } });

/** Two administrators who propose and confirm rules. */
export async function proposing({ ctx }: Pick<World, "ctx">) {
  const { db } = ctx;
  const [ann, ben] = [await addPerson(db, "Ann", "admin"), await addPerson(db, "Ben", "admin")];

  /** The newest rules with other values, as somebody would propose them. */
  async function nextRules(change: Record<string, unknown> = {}): Promise<Document> {
    const { document, version } = await newestDocument(db, "rules");
    return { ...document, version: version + 1, ...change } as Document;
  }
  async function proposeRules(change: Record<string, unknown>, fromDay: number, userId = ann) {
    const draft = { kind: "rules", document: await nextRules(change), fromDay } as const;
    return propose(ctx, { draft, userId, reason: REASON });
  }
  return {
    ann,
    ben,
    nextRules,
    proposeRules,
    /** The hash of what Ann has proposed. */
    async proposed(change: Record<string, unknown>, fromDay: number): Promise<string> {
      const result = await proposeRules(change, fromDay);
      if (!result.ok) throw new Error(JSON.stringify(result.problems));
      return result.hash;
    },
    confirmRules: (hash: string, userId = ben) => confirm(ctx, { kind: "rules", hash, userId }),
    async withdrawAll(): Promise<void> {
      for (const kind of ["rules", "operations"] as const) {
        const open = await openProposal(db, kind);
        if (open) await withdraw(ctx, { kind, hash: open.hash, userId: ben });
      }
    },
    /** What the audit log says of a proposal. */
    async deedsOf(hash: string): Promise<string[]> {
      const rows = await db
        .select()
        .from(auditEvent)
        .where(eq(auditEvent.subject, `proposal:${hash}`))
        .orderBy(asc(auditEvent.sequence));
      return rows.map(({ action, actor }) => `${action} ${actor}`);
    },
  };
}
