import type { Transaction } from "@/db/client";
import { enginePause } from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import type { PoolInWords } from "@/server/domain/contract/pool-in-words";
import { type Actor, appendAudit } from "../audit/append-audit";
import { queueEvent } from "../outbox/queue-event";

const BY_COMMAND = { id: 1, userId: null, checkedBy: null } as const;

type Adoption = {
  readonly reason: string;
  /** The pool as it was found: what people check besides the days. */
  readonly words: PoolInWords;
};

/**
 * Before days are adopted, and again with each of them: no step of `advance` begins until two people have checked all
 * that was adopted. It takes the place of a pause by one person, which one person could end, of a first check, and of
 * an end that people gave it meanwhile.
 */
export async function pauseToAdopt(tx: Transaction, { reason, words }: Adoption, actor: Actor): Promise<void> {
  const paused = { ...BY_COMMAND, reason, words };
  const [now] = await tx.select().from(enginePause).for("update");
  const isSaid = now?.reason === reason && now.words !== null && toCanonicalJson(now.words) === toCanonicalJson(words);
  if (now && now.userId === null && now.checkedBy === null && isSaid) return;
  await tx.insert(enginePause).values(paused).onConflictDoUpdate({ target: enginePause.id, set: paused });
  await appendAudit(tx, {
    actor,
    action: "engine.paused",
    subject: "engine",
    details: { reason, faults: words.faults },
    atMs: Date.now(),
  });
  await queueEvent(tx, "engine.paused", { by: actor, reason });
}
