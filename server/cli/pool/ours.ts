import type { ChainSource } from "@/server/domain/ports";
import { recordOwn, remembering, sayOurs } from "@/server/services/pool/own-transactions";
import { commandActor } from "../actor";
import { usageError } from "../command";
import { withDatabase } from "../with-database";

/** What is sent to it is written down first, where there is a database: the watch takes it for no theft. */
export function rememberingSource(
  source: ChainSource,
  { name, hasDatabase }: { readonly name: string; readonly hasDatabase: boolean },
): ChainSource {
  if (!hasDatabase) return source;
  const own = { actor: commandActor(), why: `npm run pool -- ${name}` };
  return remembering(source, (txHash) => withDatabase((db) => recordOwn(db, { txHash, ...own })));
}

/** A person says that a transaction was sent by one of them. */
export async function recordOurs(words: readonly string[], reason: string | undefined) {
  const [txHash = "", ...rest] = words;
  if (!/^[0-9a-f]{64}$/.test(txHash) || rest.length > 0) {
    throw usageError("ours takes a transaction's id: 64 lower-case hexadecimal digits.");
  }
  if (!reason?.trim()) throw usageError("--reason is needed: who sent it, and what for.");
  const own = { txHash, actor: commandActor(), why: reason.trim() };
  const recorded = await withDatabase((db) => sayOurs(db, own));
  console.error(recorded ? "It is written down as yours." : "It was known as yours already: nothing is changed.");
  return { ok: true, recorded, ...own };
}
