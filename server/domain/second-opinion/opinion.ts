import type { SourceKind } from "../ports";
import type { DecimalText, Height, Hex } from "../units";

/*
 * What a witness, a source of another kind, says of what a day was read from. It is stored as JSON; sentences are made
 * where people read them (server/words/second-opinion.ts).
 */

/** A chain source as reports and pages name it. */
export type NamedSource = { readonly name: string; readonly kind: SourceKind };

/** The newest block that a witness had when it answered. */
export type AnsweredAt = { readonly height: Height; readonly hash: Hex };

/**
 * What two sources say differently. `ours` is what was read from the first and proven, `theirs` the witness's word.
 * Null: that side does not have it.
 */
export type SourceDifference = Readonly<
  /** Tokens at an address, and in all, at the day's block. */
  | { what: "holding"; address: string; ours: DecimalText; theirs: DecimalText }
  | { what: "supply"; ours: DecimalText; theirs: DecimalText | null }
  /** Heights at which it concerns the game or moves the token. */
  | { what: "transaction"; of: "game" | "token"; hash: Hex; ours: Height | null; theirs: Height | null }
  /** Whether its scripts succeeded. */
  | { what: "validity"; hash: Hex; height: Height; ours: boolean; theirs: boolean }
  /** The block that holds it, in words. */
  | { what: "place"; hash: Hex; ours: string; theirs: string | null }
  | { what: "block"; height: Height; ours: string; theirs: string }
>;

/** Why a witness has said nothing that counts. Nothing is ever concluded from it: the day waits. */
export type WhyWaiting = Readonly<
  | { kind: "away"; problem: string }
  | { kind: "wrong-network"; expected: number; got: number }
  | { kind: "behind"; tip: Height; needs: Height }
  /** It has newer blocks, and not the day's own: it follows another fork. */
  | { kind: "other-fork"; height: Height; hash: Hex }
  /** One of the two follows another fork at the tip, or is behind. */
  | { kind: "tip-unknown"; height: Height; hash: Hex }
  /** Blocks came or went while it was asked. */
  | { kind: "moved" }
  /** Our own books of the game end below the day's block, as while a stretch is read again. */
  | { kind: "unread"; readTo: Height; needs: Height }
  /** The first source cannot be held against itself now. */
  | { kind: "first-unsure"; problem: string }
>;

type Two = { readonly first: NamedSource; readonly witness: NamedSource };
type Differing = Two & {
  readonly at: AnsweredAt;
  /** How many differences there are; `rows` has the first of them. */
  readonly total: number;
  readonly rows: readonly SourceDifference[];
};

export type Opinion =
  /** There is no witness. `acceptedBy`: who accepted that, where two people must. */
  | {
      readonly kind: "alone";
      readonly first: NamedSource;
      readonly acceptedBy: readonly string[] | null;
    }
  | (Two & { readonly kind: "waits"; readonly why: WhyWaiting })
  | ({ readonly kind: "differs" } & Differing)
  | (Two & { readonly kind: "agrees"; readonly at: AnsweredAt; readonly holders: number })
  /** Two people had the day go on although the sources differ. */
  | ({ readonly kind: "accepted"; readonly by: readonly string[]; readonly reason: string } & Differing);

/** An opinion that a report can be written with. */
export type SettledOpinion = Extract<Opinion, { kind: "alone" | "agrees" | "accepted" }>;

/** Shown and stored of what differs. */
export const MOST_DIFFERENCES = 50;

export function nameOf({ name, kind }: NamedSource): NamedSource {
  return { name, kind };
}
