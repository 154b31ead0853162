import type { DecisionCode } from "@/server/domain/eligibility/decision";
import { formatAda, groupDigits } from "@/server/words/format";
import { count } from "./terms";

const plays = (value: number) => (value === 0 ? "No plays" : count(value, "play"));
const times = (value: number) => (value === 1 ? "once" : `${groupDigits(value)} times`);
const inWindow = (days: number | null) => `in the last ${count(days ?? 0, "day")}`;
const toPlay = (leastLovelace: bigint) =>
  `Pay at least ${formatAda(leastLovelace)} to the game's address from this wallet. Each payment counts as a play.`;

const reasons: Record<DecisionCode, string> = {
  eligible: "you are eligible",
  "never-played": "you have not played yet",
  "played-outside-window": "you have not played recently",
  "too-few-plays": "you have not played often enough",
  "holds-none": "you hold no tokens",
  "holds-too-little": "you hold too few tokens",
  "held-too-short": "you have not held your tokens long enough",
  excluded: "the rules exclude this address",
  "script-held": "your tokens are at an address that does not count",
  "unpayable-address": "this address cannot be paid",
};

export const eligibilityTexts = {
  title: "Check your eligibility",
  note: "Your result today, the evidence behind it, and your past prizes.",
  unavailable: {
    title: "No result yet",
    text: (why: string) => `${why} Payouts are not affected.`,
  },
  form: {
    label: "Your address or $handle",
    hint: (payment: string, stake: string) =>
      `Any address of your wallet (${payment}…, ${stake}…), or a handle that it holds. Nothing is signed or stored.`,
    submit: "Check eligibility",
  },
  handle: {
    held: (handle: string) => `$${handle} is held now by`,
    note: "Results are for this address's owner.",
  },
  tokens: (quantity: bigint, name: string | null) =>
    name === null ? count(quantity, "token") : `${groupDigits(quantity)} ${name}`,
  verdict: {
    today: "today",
    forDay: (dayIndex: number) => `for day ${dayIndex}`,
    unpayable: "This address cannot receive prizes.",
    prize: (when: string, lovelace: bigint) => `Eligible ${when}: about ${formatAda(lovelace, { short: true })}.`,
    carried: (when: string, lovelace: bigint) =>
      `Eligible ${when}: about ${formatAda(lovelace)}, carried over to your next prize.`,
    nothing: (when: string) => `Eligible ${when}, but your share rounds down to zero.`,
    notEligible: (when: string, code: DecisionCode) => `Not eligible ${when}: ${reasons[code]}.`,
    playedAndHold: (played: number, tokens: string) => `You played ${times(played)} and hold ${tokens}.`,
    belowMinimum: (leastLovelace: bigint) => ` The minimum payout is ${formatAda(leastLovelace)}.`,
    lessThanOne: " Your share of the pot is less than one lovelace.",
    /** What is there and what is missing; `tokens` is null if there are none. */
    lacking: (played: number, tokens: string | null) => {
      const joined = (played === 0) === (tokens === null) ? " and" : ", but you";
      return `You ${played === 0 ? "have not played" : `played ${times(played)}`}${joined} hold ${tokens ?? "no tokens"}.`;
    },
    settledBefore: (lovelace: bigint, day: number) =>
      ` ${formatAda(lovelace)} owed from earlier days is paid or carried on by day ${day}, which has ended and is calculated first.`,
    leftOver: (lovelace: bigint) =>
      ` About ${formatAda(lovelace, { short: true })} carried over from earlier days will still be paid.`,
    provisional: "Provisional",
    asOf: (height: number) => `As of block ${groupDigits(height)},`,
    finalAt: "Final at",
  },
  rules: {
    met: { title: "Rules", mark: "· met" },
    missing: { title: "What's missing", mark: "· missing" },
    version: (version: number) => `Rules version ${version}.`,
    required: "Required",
    found: "Found",
    atBlock: "At block",
    gameAddress: "Game address:",
    notExcluded: (passed: boolean) => ({
      name: "Not excluded",
      required: "Not on the exclusion list",
      seen: passed ? "Not listed" : "Listed",
      remedy: "The exclusion list is part of the rules in every day's report. Contact the game's team.",
    }),
    played: (seen: number, leastLovelace: bigint) => ({
      name: "Played",
      required: "At least 1 play",
      seen: plays(seen),
      remedy: toPlay(leastLovelace),
    }),
    playedInWindow: (seen: number, days: number | null, leastLovelace: bigint) => ({
      name: "Played recently",
      required: `At least 1 play ${inWindow(days)}`,
      seen: `${plays(seen)} ${inWindow(days)}`,
      remedy: toPlay(leastLovelace),
    }),
    enoughPlays: (seen: number, least: number, leastLovelace: bigint) => ({
      name: "Enough plays",
      required: `At least ${plays(least)}`,
      seen: plays(seen),
      remedy: `Play ${count(least - seen, "more time")}. ${toPlay(leastLovelace)}`,
    }),
    /** `seen` is null if nothing counts; `missing` is null if the tokens are at addresses that do not count. */
    holds: (least: string, seen: string | null, missing: string | null) => ({
      name: "Holds tokens",
      required: `At least ${least}`,
      seen: seen ?? "None that count",
      remedy: missing
        ? `Add ${missing} to this wallet before the day ends.`
        : "Move the tokens to a regular address of your own wallet. Those listed below do not count.",
    }),
  },
  notCounted: {
    title: (tokens: string) => `${tokens} of this wallet do not count`,
    here: "the address you entered",
    row: (tokens: string, why: string) => `${tokens}. ${why}`,
    remedy: "To have them count, move them to a regular address of this wallet before the day ends.",
    more: (shown: number) => `The largest ${shown} addresses are listed.`,
    unpayable: (tokens: string) => ` It holds ${tokens}, which count for nobody.`,
  },
  evidence: {
    title: "Evidence",
    note: "Covers every address of this wallet. Key",
    newest: (shown: number, of: number) => `Newest ${shown} of ${groupDigits(of)}.`,
    largest: (shown: number, of: number) => `Largest ${shown} of ${groupDigits(of)} addresses.`,
    played: {
      title: "Played",
      total: (value: number, lovelace: bigint) =>
        value === 0 ? plays(value) : `${plays(value)}, ${formatAda(lovelace)}`,
      caption: "Plays by this wallet",
      none: "This wallet has not paid the game yet.",
    },
    held: {
      title: "Held",
      caption: (height: number) => `Outputs that hold the token at block ${groupDigits(height)}`,
      none: (height: number) => `This wallet held no tokens at block ${groupDigits(height)}.`,
    },
    paid: {
      title: "Paid",
      caption: "Payments to this wallet",
      none: "No payments to this wallet in the days listed.",
    },
  },
  expected: {
    title: (dayIndex: number) => `Day ${dayIndex} so far`,
    share: "Your share of the pot",
    opening: "Carried over from earlier days",
    payout: "To pay",
    carried: "Carried over to the next day",
    settledBefore: "Owed from earlier days",
    settledBy: (day: number) =>
      `Not part of the amounts above: day ${day} has ended, is calculated first, and pays it or carries it on.`,
    uncalculated: (days: number, first: number, last: number) =>
      days === 1
        ? `Day ${first} has ended and is calculated before this one. It is not counted here.`
        : `Days ${first} to ${last} have ended and are calculated before this one. They are not counted here.`,
    minimum: (lovelace: bigint) => `Below the minimum payout. Paid once it reaches ${formatAda(lovelace)}.`,
  },
  history: {
    title: "History",
    note: "Amounts are final once paid.",
    none: "No prizes yet.",
    earlier: "Earlier days",
  },
} as const;
