import type { Database } from "@/db/client";
import { ChainSourceError } from "@/server/chain/sources/error";
import { type HandleAnswer, handleUnits, judgeHandle } from "@/server/domain/cardano/ada-handle";
import type { Context } from "../../context";
import { ServiceError } from "../../errors";

/** Throws where whoever asks may not have another handle looked up now. */
export type BeforeLookUp = () => Promise<void>;

/** A block's time: who holds a handle does not change faster. */
const KEPT_MS = 20_000;
/** Names that are remembered; the oldest goes first. */
const MOST_KEPT = 1_000;

type Kept = { readonly untilMs: number; readonly answer: Promise<HandleAnswer> };
const keptOf = new WeakMap<Database, Map<string, Kept>>();

/**
 * The address that a handle stands for now, by the chain source. Those who ask for the same name at once are told by
 * one look. Throws ServiceError `not-found` where it stands for no address, `unavailable` where the source cannot say,
 * and what `beforeLookUp` throws.
 */
export async function resolveHandle(ctx: Context, handle: string, beforeLookUp: BeforeLookUp): Promise<string> {
  const kept = keptOf.get(ctx.db) ?? new Map<string, Kept>();
  keptOf.set(ctx.db, kept);
  if (!fresh(kept, handle)) await beforeLookUp();
  // Others may have begun to look while this one waited for its turn.
  const known = fresh(kept, handle) ?? keep(kept, handle, lookUp(ctx, handle));
  const answer = await known;
  if (answer.kind === "held") return answer.address;
  throw new ServiceError("not-found", answer.text);
}

function fresh(kept: Map<string, Kept>, handle: string): Promise<HandleAnswer> | null {
  const known = kept.get(handle);
  return known && known.untilMs > Date.now() ? known.answer : null;
}

/** A failure is not kept: the next one asks again. */
function keep(kept: Map<string, Kept>, handle: string, answer: Promise<HandleAnswer>): Promise<HandleAnswer> {
  const entry = { untilMs: Date.now() + KEPT_MS, answer };
  kept.delete(handle);
  kept.set(handle, entry);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > MOST_KEPT) kept.delete(oldest);
  answer.catch(() => {
    if (kept.get(handle) === entry) kept.delete(handle);
  });
  return answer;
}

async function lookUp({ source }: Context, handle: string): Promise<HandleAnswer> {
  const units = handleUnits(handle);
  try {
    const [cip68, cip25] = await Promise.all([source.assetHolders(units.cip68), source.assetHolders(units.cip25)]);
    const held = [...cip68, ...cip25];
    const isVirtual = held.length === 0 && handle.includes("@");
    const virtual = isVirtual ? await source.assetHolders(units.virtual) : [];
    return judgeHandle(handle, { held, virtual });
  } catch (error) {
    if (!(error instanceof ChainSourceError)) throw error;
    const text = `Who holds $${handle} cannot be looked up now. Try again later, or paste the address itself.`;
    throw new ServiceError("unavailable", text, { cause: error });
  }
}
