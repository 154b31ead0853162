import type { Bounds } from "./bounds";
import type { Breach } from "./breaches";
import { DESIGNS } from "./designs";

interface Mistake {
  readonly says: string;
  /** The bounds of a design, or less. Without the mistake, nothing is found in them. */
  readonly bounds: Bounds;
  /** What it leads to. This alone is looked for: others may come earlier. */
  readonly breach: Breach;
}

/** Each is one rule that is broken. Where the rule is, the code asks for the mistake's name. */
export const MISTAKES = {
  /* What a day opens with. */
  "forgets-left": {
    says: "What a plan left unpaid is not among the next day's openings.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "lost",
  },
  "noted-left": {
    says: "What a plan left is noted in the database when it is first seen, not read from the chain.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "lost",
  },
  "forgets-carried": {
    says: "What the report before carried is not among the next day's openings.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "lost",
  },
  "reads-past-the-day": {
    says: "A day is read with what the day after it earns.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "notOwed",
  },
  /* What is concluded from the chain. */
  "moved-is-dead": {
    says: "That the pool is in another state now is read as: it will never be in that state again.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadPlanLanded",
  },
  "judged-by-the-tip": {
    says: "That a plan can never land is read from the tip, not from a final block.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadPlanLanded",
  },
  /* What is signed, and when it is over. */
  "two-claims": {
    says: "A Resume and a Commit for one state of the pool do not share one claim.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "operatorMayChoose",
  },
  "signer-forgets": {
    says: "The signers keep no record of what they signed; an engine whose database was restored asks again.",
    bounds: DESIGNS.restore.bounds,
    breach: "operatorMayChoose",
  },
  "passed-at-the-tip": {
    says: "A deadline has passed when the tip is past it, not when a final block is.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadPlanLanded",
  },
  "row-releases": {
    says: "A request is over when the deadline in the engine's row has passed, whatever the signers still hold.",
    bounds: DESIGNS.restore.bounds,
    breach: "deadPlanLanded",
  },
  "signs-what-was-released": {
    says: "The signers release a request that was made again since, and answer it all the same.",
    bounds: DESIGNS.restore.bounds,
    breach: "deadPlanLanded",
  },
  "proposes-unchecked": {
    says: "A signature is asked for without looking again whether the preview is still fresh.",
    bounds: DESIGNS["two-engines"].bounds,
    breach: "askedInVain",
  },
  /* Closed days. */
  "closes-while-signed": {
    says: "A day is closed while a signature for its plan is out.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadPlanLanded",
  },
  "closed-takes-left": {
    says: "A CLOSED day takes as carried what the plan before left, though that stays the plan's debt.",
    bounds: DESIGNS["three-days"].bounds,
    breach: "paidTwice",
  },
  "closed-takes-left-alone": {
    says: "The same, and the day after a CLOSED day does not open with what is left.",
    bounds: DESIGNS["three-days"].bounds,
    breach: "paidTwice",
  },
  "closed-outlives-its-report": {
    says: "A CLOSED day stays closed when the report that it followed no longer holds.",
    bounds: DESIGNS["empty-day"].bounds,
    breach: "lost",
  },
  "closing-forgets-the-day": {
    says: "A CLOSED day carries what was carried before, but not what it earned itself.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "lost",
  },
  /* The contract. */
  "unbound-commit": {
    says: "A Commit is bound to the nonce alone, not to the plan before it and what that left.",
    bounds: DESIGNS["three-days"].bounds,
    breach: "paidTwice",
  },
  "resume-ignores-left": {
    says: "A Resume names plan and nonce, but not how much of the plan is left.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadPlanLanded",
  },
  "deadline-ignored": {
    says: "The contract takes a Commit or a Resume after its deadline.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadPlanLanded",
  },
  "batch-stays": {
    says: "A Pay leaves its batch in the pool's commitment.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "paidTwice",
  },
  /* Ways out. */
  "nobody-adopts": {
    says: "An older database cannot be brought to what the chain says.",
    bounds: { ...DESIGNS.restore.bounds, earned: [0b01, 0b10], cancels: 0 },
    breach: "deadEnd",
  },
  "adopting-forgets-closed": {
    says: "Adopting takes over the plans on chain, but not the closed days that their reports name.",
    bounds: { ...DESIGNS.restore.bounds, earned: [0b01, 0b10], cancels: 0 },
    breach: "deadEnd",
  },
  "nobody-reopens": {
    says: "A CLOSED day whose report no longer follows is noticed, but stays as it is.",
    bounds: { ...DESIGNS["empty-day"].bounds, cancels: 0 },
    breach: "deadEnd",
  },
  "resume-unsigned": {
    says: "The approvers never sign a Resume, and there is no other way on from PART_PAID on the last day.",
    bounds: DESIGNS["two-days"].bounds,
    breach: "deadEnd",
  },
} as const satisfies Record<string, Mistake>;

export type MistakeName = keyof typeof MISTAKES;
