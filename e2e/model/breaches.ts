/** What must never be, in words. */
export const BREACHES = {
  paidTwice: "a line is paid twice",
  notOwed: "a line is paid that was not owed",
  lost: "a plan lands that neither pays nor carries all that is owed",
  booksWrong: "what is paid, carried and left is not exactly what is owed",
  deadPlanLanded: "a plan or Resume lands that an engine had said can never land",
  operatorMayChoose: "two acts for one state of the pool are signed, and the operator may choose",
  askedInVain: "a signature is asked for a plan that the chain refuses",
  deadEnd: "no way is left to pay all that is owed",
} as const;

export type Breach = keyof typeof BREACHES;
