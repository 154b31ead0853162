import { eligibilityTexts } from "@/components/messages/eligibility";
import type { Tone } from "@/components/ui/tone";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import { sayLineReason } from "@/server/words/line-reason";
import { sayTokens } from "./token-name";

const texts = eligibilityTexts.verdict;

export type Assessed = Extract<Eligibility, { kind: "assessed" }>;
export type VerdictWords = {
  readonly tone: Tone;
  /** The verdict in one sentence. */
  readonly title: string;
  /** The evidence, or what is missing. */
  readonly detail: string;
};

const UTC_DAY_MS = 86_400_000;

/** "today", or the day's number if a day does not last 24 hours. */
function whenOf({ intervalMs, dayIndex }: Pick<Eligibility, "intervalMs" | "dayIndex">): string {
  return intervalMs === UTC_DAY_MS ? texts.today : texts.forDay(dayIndex);
}

export function sayVerdict(view: Eligibility): VerdictWords {
  if (view.kind === "unpayable") return { tone: "stopped", title: texts.unpayable, detail: sayUnpayable(view) };
  return view.decision.eligible ? sayEligible(view) : sayNotEligible(view);
}

/** Why, how many tokens are there for nothing, and what to use instead. */
function sayUnpayable({ text, advice, quantity, terms }: Extract<Eligibility, { kind: "unpayable" }>): string {
  const held = quantity > 0n ? eligibilityTexts.notCounted.unpayable(sayTokens(quantity, terms.prizeAsset)) : "";
  return `${text}${held} ${advice}`;
}

function sayEligible(view: Assessed): VerdictWords {
  const { payoutLovelace, carriedLovelace, minimumPayoutLovelace } = view.expected;
  const because = texts.playedAndHold(view.plays, sayTokens(view.decision.quantity, view.terms.prizeAsset));
  const when = whenOf(view);
  if (payoutLovelace > 0n) return { tone: "well", title: texts.prize(when, payoutLovelace), detail: because };
  if (carriedLovelace > 0n) {
    const minimum = minimumPayoutLovelace === null ? "" : texts.belowMinimum(minimumPayoutLovelace);
    const held = view.expected.heldBack.map((reason) => ` ${sayLineReason(reason)}`).join("");
    return { tone: "well", title: texts.carried(when, carriedLovelace), detail: because + minimum + held };
  }
  return { tone: "info", title: texts.nothing(when), detail: because + texts.lessThanOne };
}

function sayNotEligible(view: Assessed): VerdictWords {
  const { plays, decision, terms } = view;
  const { payoutLovelace, settledBeforeLovelace } = view.expected;
  const tokens = decision.quantity === 0n ? null : sayTokens(decision.quantity, terms.prizeAsset);
  const settled =
    view.uncalculated && settledBeforeLovelace > 0n
      ? texts.settledBefore(settledBeforeLovelace, view.uncalculated.firstDay)
      : "";
  const leftOver = payoutLovelace > 0n ? texts.leftOver(payoutLovelace) : settled;
  return {
    tone: "waiting",
    title: texts.notEligible(whenOf(view), decision.code),
    detail: texts.lacking(plays, tokens) + leftOver,
  };
}
