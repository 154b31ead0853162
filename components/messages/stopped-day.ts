/** Stopping a day; a stopped one: why, what it means, and its release by two people. */
export const stoppedDayTexts = {
  title: "This day is stopped",
  since: "Since",
  sinceNote: "chain time",
  during: "Stopped during",
  effect: "Effect",
  effectSigned:
    "Nothing more is sent for this day. What was signed or sent before still stands on chain. Later days wait.",
  effectUnsigned: "Nothing was signed or paid for this day. Later days wait.",
  evidence: "Evidence",
  who: "Who can release it",
  whoValue: "Two approvers or admins: one gives the reason, the other confirms.",
  requested: "Release requested",
  requestedBy: (name: string) => `by ${name},`,
  stop: {
    summary: "Something is wrong with this day",
    effect: "Stop it, and nothing is sent for it. This day and later ones wait until two people release it.",
    signed:
      "What is already signed stays valid: whoever holds all signatures of a plan can still commit it until its deadline, or until the approvers have signed a Cancel.",
    reason: "What is wrong",
    reasonHint: "Everybody in the console reads it. The public page only says that the day is stopped.",
    submit: (day: number) => `Stop day ${day}`,
  },
  release: {
    exit: "How it goes on",
    goOn: (state: string) => `From where it was stopped: “${state}”.`,
    readAnew:
      "Read it anew, by the rules in force now: another calculation, another review period, other signatures. Only while nothing that was signed for it can be committed.",
    confirmReadAnew: (day: number) => `Read day ${day} anew`,
    reason: "Reason",
    reasonHint: "What you checked and what you found. A second person reads it before the day resumes.",
    request: (day: number) => `Request release of day ${day}`,
    confirm: (day: number, state: string) => `Release day ${day} to “${state}”`,
  },
} as const;
