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
  differing: {
    first: (shown: number, total: number) => `The first ${shown} of ${total} differences:`,
    askedAt: (height: string) =>
      `The second source was asked at its block ${height}. Both are asked again every few blocks.`,
  },
  who: "Who can end this",
  whoValue: "Two approvers or admins: one gives the reason, the other confirms.",
  requested: { release: "Release requested", "read-anew": "Reading anew requested", close: "Closing requested" },
  requestedBy: (name: string) => `by ${name},`,
  stop: {
    summary: "Something is wrong with this day",
    rejectPlan: "Something is wrong with this plan",
    effect:
      "Stop the day, and the engine builds and sends nothing for it. It waits until two people release it, and later days wait with it. Amounts owed stay owed.",
    reason: "What is wrong",
    reasonHint: "Everybody in the console reads it. The public page only says that the day is stopped.",
    submit: (day: number) => `Stop day ${day}`,
  },
  /** What a stop does not undo. */
  committable: {
    stays: (approvals: number, threshold: number) =>
      `Stopping does not void the plan, and no signature can be taken back: it has ${approvals} of ${threshold} approvals. Whoever holds ${threshold} can commit it until one of these holds:`,
    deadline: "its on-chain deadline,",
    deadlineDeep: ", has passed and is deep enough in the chain that no rollback reaches before it",
    cancel: (threshold: number) =>
      `a Cancel is final that ${threshold} approvers have signed (page “Pool”): it voids every signature`,
    doNotSign: "So do not sign it if you doubt it.",
  },
  waits: {
    title: (day: number) => `This day has ended and waits for day ${day}`,
    text: "Days are paid one after the other. This one is read, calculated and proposed once that day is paid.",
    view: (day: number) => `View day ${day}`,
  },
  closed: {
    title: "This day is closed with everything carried",
    text: (names: string, reason: string) =>
      `By ${names}: “${reason}” It pays nothing; the next day that pays pays what it owes. Reading it anew, by two people, undoes that while the day can still be stopped.`,
  },
  stillPossible: "Still possible",
  release: {
    exit: "How it goes on",
    goOn: (state: string) => `From where it was stopped: “${state}”.`,
    readAnew:
      "Read it anew, by the rules in force now: another calculation, another review period, other signatures. Only while nothing that was signed for it can be committed.",
    close:
      "Close it with everything carried: it pays nothing, and the next day that pays pays what it owes. That decides when, not how much. Only while nothing that was signed for it can be committed. The reason and both names are published with its report.",
    confirmReadAnew: (day: number) => `Read day ${day} anew`,
    confirmClose: (day: number) => `Close day ${day} with everything carried`,
    reason: "Reason",
    reasonHint: "What you checked and what you found. A second person reads it before the day resumes.",
    request: (day: number) => `Ask a second person for day ${day}`,
    confirm: (day: number, state: string) => `Release day ${day} to “${state}”`,
  },
} as const;
