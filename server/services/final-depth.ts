import type { ChainSource } from "@/server/domain/ports";

const known = new WeakMap<ChainSource, Promise<number>>();

/** k: no rollback goes deeper. A network never changes it, and payments are looked at every few seconds: asked once. */
export function finalDepth(source: ChainSource): Promise<number> {
  const kept = known.get(source);
  if (kept) return kept;
  const asked = source.genesis().then(({ securityParam }) => securityParam);
  known.set(source, asked);
  asked.catch(() => known.delete(source));
  return asked;
}
