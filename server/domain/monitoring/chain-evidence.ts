import type { SourceState } from "../source/health";
import type { Height, PosixMs } from "../units";

type Tip = { readonly height: Height; readonly timeMs: PosixMs };

/** A chain source as it was found last. */
export type SeenSource = {
  readonly name: string;
  readonly state: SourceState;
  readonly reason: string | null;
  readonly sinceMs: PosixMs;
  /** Whether it can be read from. Nothing shows that the tip of one that only tells is not invented. */
  readonly hasBytes: boolean;
  readonly tip: Tip | null;
  readonly lookedAtMs: PosixMs;
};

export type SeenRollback = { readonly fromHeight: Height; readonly toHeight: Height; readonly atMs: PosixMs };

/** What is known of how the chain is. By machines' clocks, besides the times of blocks (`Tip`). */
export type ChainEvidence = {
  /** The pool's network, by its label. */
  readonly network: string;
  /** Null before the first block. */
  readonly scan: { readonly height: Height; readonly tip: Tip } | null;
  /** The scan's newest run, with what it said if it needs somebody; and when a run last ended well. */
  readonly run: { readonly atMs: PosixMs; readonly needsHuman: string | null } | null;
  readonly goodRunMs: PosixMs | null;
  /** So long a scan may leave the source alone. */
  readonly restMs: number;
  readonly sources: readonly SeenSource[];
  /** When the newest block was first seen, and since when the scan is behind it. Null before an engine has looked. */
  readonly sight: { readonly newestMs: PosixMs; readonly behindSinceMs: PosixMs | null } | null;
  readonly rollbacks: readonly SeenRollback[];
  /** A rollback of more blocks is deep. */
  readonly mostRollback: number;
};

/** What is wrong with the chain, or with our view of it. In words: server/words/chain-trouble.ts. */
export type ChainTrouble = { readonly sinceMs: PosixMs } & Readonly<
  | { kind: "stalled" }
  /** A source tells other blocks than those that we have read. */
  | { kind: "fork"; source: string; reason: string | null }
  /** The source that we read from replaced more than a chain may, or is of another network. */
  | { kind: "other-chain"; said: string }
  | { kind: "rollback"; fromHeight: Height; toHeight: Height }
  | { kind: "behind" }
>;

/** The same text for the same trouble, for as long as it lasts. */
export function troubleKey(trouble: ChainTrouble): string {
  switch (trouble.kind) {
    case "fork":
      return `fork ${trouble.source}`;
    case "rollback":
      return `rollback ${trouble.fromHeight} ${trouble.toHeight}`;
    default:
      return trouble.kind;
  }
}
