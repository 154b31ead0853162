import { formatAda, groupDigits } from "@/components/ui/format";
import type { Tone } from "@/components/ui/tone";
import type { DecisionCode } from "@/server/domain/eligibility/decision";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import { tokenName } from "./token-name";

export type Assessed = Extract<Eligibility, { kind: "assessed" }>;
export type VerdictWords = {
  readonly tone: Tone;
  /** The verdict, in one sentence. */
  readonly title: string;
  /** What it rests on, or what is missing. */
  readonly detail: string;
};

const UTC_DAY_MS = 86_400_000;

/** "today", or the day's number where a day is not a day. */
export function whenOf({ intervalMs, dayIndex }: Pick<Eligibility, "intervalMs" | "dayIndex">): string {
  return intervalMs === UTC_DAY_MS ? "today" : `for day ${dayIndex}`;
}

export function plays(count: number): string {
  return count === 1 ? "once" : `${groupDigits(count)} times`;
}

export function tokens(quantity: bigint, unit: string): string {
  const name = tokenName(unit);
  return `${groupDigits(quantity)} ${name ?? (quantity === 1n ? "token" : "tokens")}`;
}

export function sayVerdict(view: Eligibility): VerdictWords {
  if (view.kind === "unpayable") {
    return {
      tone: "stopped",
      title: "This address cannot get a prize.",
      detail: `${view.text} ${view.advice}`,
    };
  }
  return view.decision.eligible ? sayEligible(view) : sayNotEligible(view);
}

function sayEligible(view: Assessed): VerdictWords {
  const { expected, decision, terms } = view;
  const because = `You played ${plays(view.plays)} and hold ${tokens(decision.quantity, terms.prizeAsset)}.`;
  const when = whenOf(view);
  if (expected.payoutLovelace > 0n) {
    const amount = formatAda(expected.payoutLovelace, { short: true });
    return { tone: "well", title: `You will get about ${amount} ${when}.`, detail: because };
  }
  if (expected.carriedLovelace > 0n) {
    const amount = formatAda(expected.carriedLovelace);
    const least = expected.minimumPayoutLovelace;
    const limit = least === null ? "" : ` The network takes no payment under ${formatAda(least)}.`;
    return {
      tone: "well",
      title: `You are eligible ${when}, and about ${amount} will be kept for you.`,
      detail: `${because}${limit} What is kept is added to your next prize.`,
    };
  }
  return {
    tone: "info",
    title: `You are eligible ${when}, but your share comes to nothing.`,
    detail: `${because} The pot, shared by tokens, leaves less than one lovelace for yours.`,
  };
}

const REASONS: Record<DecisionCode, string> = {
  eligible: "you are eligible",
  "never-played": "you have not played yet",
  "played-outside-window": "you have not played lately",
  "too-few-plays": "you have not played often enough",
  "holds-none": "you hold no tokens",
  "holds-too-little": "you hold too few tokens",
  "held-too-short": "you have not held your tokens for long enough",
  excluded: "the rules exclude this address",
  "script-held": "your tokens are at an address that does not count",
  "unpayable-address": "this address cannot be paid",
};

function sayNotEligible(view: Assessed): VerdictWords {
  const { decision, expected, terms } = view;
  const played = view.plays === 0 ? "You have not played" : `You played ${plays(view.plays)}`;
  const held = decision.quantity === 0n ? "hold no tokens" : `hold ${tokens(decision.quantity, terms.prizeAsset)}`;
  const owed =
    expected.payoutLovelace > 0n
      ? ` About ${formatAda(expected.payoutLovelace, { short: true })} left over from earlier days will still be paid.`
      : "";
  const joined = (view.plays === 0) === (decision.quantity === 0n) ? " and" : ", but you";
  return {
    tone: "waiting",
    title: `Not eligible ${whenOf(view)}: ${REASONS[decision.code]}.`,
    detail: `${played}${joined} ${held}.${owed}`,
  };
}
