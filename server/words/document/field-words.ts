import type { Unit } from "./units";

/** What a field of a document is, for people: in differences, forms and the table of OPERATIONS.md. */
export type FieldWords = {
  readonly label: string;
  readonly unit: Unit;
  /** What it means where it is null; absent where it may not be. */
  readonly none?: string;
  /** What it does, in one sentence. */
  readonly does: string;
  /** What is refused. */
  readonly refused: string;
};

export type FieldTable = Readonly<Record<string, FieldWords>>;
