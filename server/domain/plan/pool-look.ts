import type { PrizeAsset } from "../contract/types";
import type { DayIndex, Hex, PosixMs } from "../units";

/** The pool as a source shows it now. `left` is null while it pays a plan: then nothing can be signed for it. */
export type PoolNow = {
  readonly nonce: number;
  readonly plan: Hex;
  readonly left: Hex | null;
  /** The time of the newest block. */
  readonly tipMs: PosixMs;
};

/** A Commit or a Resume on chain that carries a signature of the key that was asked for. */
export type SignedOnChain = {
  readonly txHash: Hex;
  readonly what: "plan" | "resume";
  readonly day: DayIndex;
  /** Of the plan, or of the Resume's rest. */
  readonly digest: Hex;
  readonly nonce: number;
  readonly deadlineMs: PosixMs;
};

export type Looked<T> = { readonly ok: true; readonly found: T } | { readonly ok: false; readonly problem: string };

/** A look of one's own at one pool, from the chain alone. What the source cannot say is a problem in words. */
export interface PoolLook {
  /** The source's name, without secrets. */
  readonly name: string;
  /** The time of the newest block. */
  tipMs(): Promise<Looked<PosixMs>>;
  /** `prizeAsset` is what the pool may hold besides ADA, by whoever asks; another makes it no pool. */
  now(prizeAsset: PrizeAsset | null | "any"): Promise<Looked<PoolNow>>;
  /** The newest that this key has signed and that is on chain; null if there is nothing. Reads the pool's moves. */
  lastSignedBy(publicKey: Hex): Promise<Looked<SignedOnChain | null>>;
}
