import type { Question, Reply } from "../api/question";
import { toReply } from "../api/reply";
import { answer } from "../api/routes";
import type { Traits } from "../api/traits";
import type { Story } from "../chain/story";
import { diceFrom, rollOf } from "../dice";
import type { Call } from "./lie";
import { LIES, type LieName } from "./lies";

/** What is lied about, and how often. */
export type Lying = {
  readonly lies: readonly LieName[];
  /** The share of subjects, or of answers about them, that are false. */
  readonly rate: number;
  /** The same lie about the same subject as long as it lasts; else each answer is thrown anew. */
  readonly isSteady: boolean;
  readonly seed: number;
};

/** An answer, as seldom right as `lying` says. `count` is how often the question was asked before. */
export function answerFalsely(
  { story, traits }: { story: Story; traits: Traits },
  { question, count }: { question: Question; count: number },
  lying: Lying,
  note: (lie: string) => void,
): Reply | "hang-up" {
  const active = lying.lies.map((name) => ({ lie: LIES[name], call: callOf(name) }));

  function callOf(name: LieName): Call {
    const keyOf = (subject: string) => [lying.seed, name, subject, lying.isSteady ? "" : count].join("/");
    return {
      question,
      story,
      happens(subject) {
        const happens = rollOf(keyOf(subject)) < lying.rate;
        if (happens) note(subject === question.text ? name : `${name} of ${subject}`);
        return happens;
      },
      dice: (subject) => diceFrom(`${keyOf(subject)}/how`),
    };
  }

  let view = story.now;
  for (const { lie, call } of active) view = lie.view?.(call) ?? view;
  const shown: Traits = Object.assign({}, traits, ...active.map(({ lie, call }) => lie.traits?.(call)));
  const library = { view, resolve: story.resolve, listsSpentAssets: shown.listsSpentAssets };
  let given = answer(library, question);
  for (const { lie, call } of active) given = lie.answer?.(call, given, library) ?? given;
  let reply: Reply | "hang-up" = toReply(given, question, shown, view);
  for (const { lie, call } of active) if (reply !== "hang-up") reply = lie.reply?.(call, reply) ?? reply;
  return reply;
}
