import * as fc from "fast-check";
import type { Traits } from "./api/traits";
import type { Lying } from "./lies/answer-falsely";
import { LIE_NAMES } from "./lies/lies";

/** What happens in a world: a chain, a server's ways, and phases in which it grows, forks and is lied about. */
export type Plan = {
  readonly seed: number;
  readonly firstHeight: 0 | 1;
  readonly blocks: { readonly before: number; readonly after: number };
  readonly traits: Traits;
  readonly playerDatumField: number[] | null;
  /** The phase before which rules with another token and another way to play are scheduled; null: never. */
  readonly otherRulesAt: number | null;
  readonly phases: readonly Phase[];
  /** Blocks that follow when the lies have ended. */
  readonly end: number;
};

export type Phase = {
  readonly fork: { readonly depth: number; readonly more: number } | null;
  readonly grow: number;
  readonly lying: Lying;
  /** The scan goes on in a new process. */
  readonly restart: boolean;
  /** Another process scans at the same time. */
  readonly alongside: boolean;
  /** After the scan what was read is compared with the source, while it still lies. */
  readonly looksBack: boolean;
};

const number = (min: number, max: number) => fc.integer({ min, max });

/** Where ranges are ignored nothing can be halved, so no page may be refused. */
const anyTraits: fc.Arbitrary<Traits> = fc
  .record({
    pageCap: fc.constantFrom(100, 100, 100, 33, 25, 10, 7),
    lastPage: fc.constantFrom(null, null, 4),
    refusesAboveTip: fc.boolean(),
    hidesTimes: fc.boolean(),
    assetsIgnoreRanges: fc.boolean(),
    hidesIndexes: fc.boolean(),
    listsSpentAssets: fc.boolean(),
  })
  .map((traits) => (traits.assetsIgnoreRanges ? { ...traits, lastPage: null } : traits));

const anyPhase: fc.Arbitrary<Phase> = fc.record({
  fork: fc.option(fc.record({ depth: number(1, 8), more: number(0, 2) })),
  grow: number(0, 4),
  lying: fc.record({
    lies: fc.uniqueArray(fc.constantFrom(...LIE_NAMES), { minLength: 0, maxLength: 3 }),
    rate: fc.constantFrom(0.05, 0.2, 0.5, 1),
    isSteady: fc.boolean(),
    seed: fc.nat(),
  }),
  restart: fc.boolean(),
  alongside: fc.boolean(),
  looksBack: fc.boolean(),
});

export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  seed: fc.nat(),
  firstHeight: fc.constantFrom(0, 1),
  blocks: fc.record({
    before: number(2, 6),
    after: fc.oneof({ weight: 3, arbitrary: number(2, 10) }, { weight: 1, arbitrary: number(36, 50) }),
  }),
  traits: anyTraits,
  playerDatumField: fc.constantFrom(null, [0]),
  otherRulesAt: fc.option(number(0, 4)),
  phases: fc.array(anyPhase, { minLength: 1, maxLength: 5 }),
  end: number(1, 4),
});
