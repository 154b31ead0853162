/** How far a day has come (server/domain/day/PROTOCOL.md, "State machine"). */
export const DAY_STATES = [
  "OPEN",
  "SNAPSHOT",
  "CALCULATED",
  "CHECKED",
  "PREVIEW",
  "PROPOSED",
  "APPROVED",
  "COMMITTED",
  "PAYING",
  "PAID",
  "FINAL",
  "PART_PAID",
  "CARRIED",
  "CLOSED",
  "FROZEN",
  "CANCELLED",
] as const;
export type DayState = (typeof DAY_STATES)[number];

/** Somebody has signed for such a day, and the chain may yet say more of it. */
export const SIGNED_DAY_STATES: readonly DayState[] = ["PROPOSED", "APPROVED", "COMMITTED", "PAYING", "PAID"];

export type DayTransition = {
  readonly from: DayState;
  readonly to: DayState;
  readonly because: string;
  /**
   * What must be proved before: nothing is signed any more that could still be committed (a Cancel is final, or
   * the plan's `before` has passed on chain, deep enough); or two people and a written reason.
   */
  readonly needs?: "signatures-void" | "two-people";
};

const FORWARD: readonly DayTransition[] = [
  { from: "OPEN", to: "SNAPSHOT", because: "the day's last block is deep enough" },
  { from: "SNAPSHOT", to: "CALCULATED", because: "the rewards are calculated and the report is stored" },
  { from: "CALCULATED", to: "CHECKED", because: "both calculations, both sources and the checks agree" },
  { from: "CHECKED", to: "PREVIEW", because: "there is something to pay, and the report is published" },
  { from: "CHECKED", to: "CLOSED", because: "nothing is payable; the report is published" },
  { from: "PREVIEW", to: "PROPOSED", because: "the time for objections is over and the oracle has signed" },
  { from: "PROPOSED", to: "APPROVED", because: "enough approvers have signed" },
  { from: "APPROVED", to: "COMMITTED", because: "the Commit is on chain" },
  { from: "COMMITTED", to: "PAYING", because: "the first batch is built" },
  { from: "PAYING", to: "PAID", because: "every batch is confirmed" },
  { from: "PAID", to: "FINAL", because: "every batch is deeper than a rollback can reach" },
  { from: "PAYING", to: "PART_PAID", because: "an Expire or a Cancel landed" },
  { from: "COMMITTED", to: "PART_PAID", because: "an Expire or a Cancel landed before any batch" },
  { from: "PART_PAID", to: "PAYING", because: "a Resume landed: the same plan with a new deadline" },
  { from: "PART_PAID", to: "CARRIED", because: "the Commit that binds what is left is final" },
];

const BACK: readonly DayTransition[] = [
  ...(["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW"] as const).map(
    (from): DayTransition => ({ from, to: "OPEN", because: "a rollback took the snapshot's block" }),
  ),
  ...(["PROPOSED", "APPROVED"] as const).flatMap((from): DayTransition[] => [
    { from, to: "OPEN", because: "a rollback took the snapshot's block", needs: "signatures-void" },
    {
      from,
      to: "PREVIEW",
      because: "the plan is proposed again with a new deadline",
      needs: "signatures-void",
    },
  ]),
  { from: "COMMITTED", to: "APPROVED", because: "a rollback took the Commit" },
  { from: "PAYING", to: "APPROVED", because: "a rollback took the Commit" },
  { from: "PAID", to: "PAYING", because: "a rollback took a batch" },
];

/** Days that move no more. */
export const SETTLED_DAY_STATES: readonly DayState[] = ["FINAL", "CARRIED", "CLOSED", "CANCELLED"];

const CANCELLABLE: readonly DayState[] = [
  "OPEN",
  "SNAPSHOT",
  "CALCULATED",
  "CHECKED",
  "PREVIEW",
  "PROPOSED",
  "APPROVED",
];

const CANCEL: readonly DayTransition[] = CANCELLABLE.map((from) => ({
  from,
  to: "CANCELLED",
  because: "the day was cancelled",
  ...(from === "PROPOSED" || from === "APPROVED" ? { needs: "signatures-void" as const } : {}),
}));

const FREEZE: readonly DayTransition[] = DAY_STATES.filter(
  (state) => state !== "FROZEN" && !SETTLED_DAY_STATES.includes(state),
).flatMap((state): DayTransition[] => [
  { from: state, to: "FROZEN", because: "something does not fit and a human must look" },
  { from: "FROZEN", to: state, because: "two people released it to where it was", needs: "two-people" },
]);

/** The whole state machine of a day, as data. */
export const DAY_TRANSITIONS: readonly DayTransition[] = [
  ...FORWARD,
  ...BACK,
  ...CANCEL,
  ...FREEZE,
  {
    from: "FROZEN",
    to: "CLOSED",
    because: "closed by two people with everything carried",
    needs: "two-people",
  },
];

export function findDayTransition(from: DayState, to: DayState): DayTransition | null {
  return DAY_TRANSITIONS.find((transition) => transition.from === from && transition.to === to) ?? null;
}

export function canTransition(from: DayState, to: DayState): boolean {
  return findDayTransition(from, to) !== null;
}

/** Where a frozen day may be released to: only to the state it was frozen in. */
export function canRelease(frozenFrom: DayState, to: DayState): boolean {
  return frozenFrom === to && canTransition("FROZEN", to) && canTransition(to, "FROZEN");
}
