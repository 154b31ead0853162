import type { AssetUnit, Height, Hex } from "../units";

/** A source contradicts itself, what we hold, or the ledger's rules. `server/words/scan-contradiction.ts` says it. */
export type Contradiction =
  /** The block where the pool's history begins. */
  | { readonly kind: "start-unknown"; readonly block: Hex; readonly height: Height }
  | { readonly kind: "not-linked"; readonly block: Hex; readonly height: Height; readonly expected: Hex }
  /** A block that we hold, and what the source has at its height now. */
  | { readonly kind: "other-block"; readonly height: Height; readonly expected: string; readonly got: string | null }
  | { readonly kind: "block-unknown"; readonly block: Hex; readonly height: Height }
  /** Listed at a height, but the block's own list does not hold it. */
  | { readonly kind: "not-in-block"; readonly hash: Hex; readonly height: Height; readonly block: Hex }
  /** Held by its block, as we have it, and not listed. */
  | { readonly kind: "not-listed"; readonly hash: Hex; readonly height: Height }
  /** Held by its block, and listed only now. */
  | { readonly kind: "listed-late"; readonly hash: Hex; readonly height: Height }
  /** Neither listed any more nor held by its block, though we have it. */
  | { readonly kind: "gone"; readonly hash: Hex; readonly height: Height }
  | { readonly kind: "no-bytes"; readonly hash: Hex; readonly height: Height }
  | { readonly kind: "other-bytes"; readonly hash: Hex; readonly got: Hex }
  | { readonly kind: "undecodable"; readonly hash: Hex; readonly problem: string }
  | { readonly kind: "no-place"; readonly hash: Hex; readonly height: Height }
  | { readonly kind: "other-place"; readonly hash: Hex; readonly expected: string; readonly got: string }
  | { readonly kind: "other-validity"; readonly hash: Hex; readonly bytesSay: boolean; readonly sourceSays: boolean }
  | { readonly kind: "failed-without-scripts"; readonly hash: Hex }
  | { readonly kind: "two-blocks"; readonly hash: Hex; readonly held: Height; readonly told: Height }
  /** What went in, by our books, and what was minted is not what came out. */
  | {
      readonly kind: "not-conserved";
      readonly hash: Hex;
      readonly height: Height;
      readonly unit: AssetUnit;
      readonly expected: string;
      readonly got: string;
    };
