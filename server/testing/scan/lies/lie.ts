import type { Question, Reply } from "../api/question";
import type { Answer, Library } from "../api/routes";
import type { Traits } from "../api/traits";
import type { View } from "../chain/chain";
import type { Story } from "../chain/story";
import type { Dice } from "../dice";

/** One question to the lying server. */
export type Call = {
  readonly question: Question;
  readonly story: Story;
  /** Whether the lie is told of this subject, and how: the same for a subject while the lie is steady. */
  happens(subject: string): boolean;
  dice(subject: string): Dice;
};

/** A way to be wrong, at whichever stage of an answer. Null or nothing: this time the truth. */
export type Lie = {
  /** The state of the chain that the answer is taken from. */
  readonly view?: (call: Call) => View | null;
  readonly answer?: (call: Call, answer: Answer, library: Library) => Answer;
  readonly traits?: (call: Call) => Partial<Traits>;
  /** "hang-up": the connection is closed without an answer. */
  readonly reply?: (call: Call, reply: Reply) => Reply | "hang-up" | null;
};
