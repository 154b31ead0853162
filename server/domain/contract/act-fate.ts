import type { DayIndex, Height, Hex, Lovelace } from "../units";

/** What the chain says of an act that was proposed. Nothing else decides it. */
export type ActFate =
  /** As the pool stands, it can be sent once it is signed. */
  | { readonly kind: "open" }
  /** Its signatures are valid, but the contract would refuse it as the pool stands. */
  | { readonly kind: "held-up"; readonly why: string }
  | { readonly kind: "landed"; readonly txHash: Hex; readonly height: Height; readonly confirmations: number }
  /** Another act has raised the nonce. `text` is what that one was signed as; null where it cannot be read. */
  | { readonly kind: "void"; readonly txHash: Hex; readonly text: string | null }
  /** Of a Cancel: a Commit has put another plan in the place of the one that it names. */
  | { readonly kind: "other-plan" }
  /** A rollback took the act that came before it: it is valid again once that has landed again. */
  | { readonly kind: "ahead" };

/** Whether anything signed for it can still land, at once or later. */
export function isAlive({ kind }: ActFate): boolean {
  return kind === "open" || kind === "held-up" || kind === "ahead";
}

/** What loses its signatures when an act lands. Whoever has it sent must have seen each. */
export type Voided =
  /** A day's plan that is signed and not committed. */
  | {
      readonly kind: "plan";
      readonly dayIndex: DayIndex;
      readonly approvals: number;
      readonly threshold: number;
    }
  /** Batches that are not paid yet: a Cancel ends the plan. `dayIndex` is null where this database does not know it. */
  | {
      readonly kind: "payment";
      readonly dayIndex: DayIndex | null;
      readonly lovelace: Lovelace;
      readonly outputs: number;
    }
  | { readonly kind: "resume"; readonly dayIndex: DayIndex }
  /** Another act on the same pool. */
  | { readonly kind: "act"; readonly id: number; readonly text: string };

/** Names it, so that a person can say what they have seen. */
export function voidedName(voided: Voided): string {
  return `${voided.kind}:${voided.kind === "act" ? voided.id : voided.dayIndex}`;
}
