import type { DocumentKind } from "@/server/domain/rules/document";
import { groupDigits } from "@/server/words/format";

/** Rules and operations: what is in force, what waits for a second person, proposing, versions. */
export const rulesTexts = {
  title: "Rules",
  note: "Who is owed what, and how the service works. One administrator proposes a change, another confirms it.",
  kinds: { rules: "Rules", operations: "Operations" } satisfies Record<DocumentKind, string>,
  kindsLabel: "Document",
  waiting: {
    title: (kind: string) => `${kind}: a change waits for you`,
    note: "Somebody has proposed it. It comes into force when a second person, such as you, confirms it.",
    read: "Read the proposal",
  },
  inForce: {
    title: (version: number) => `Version ${version}`,
    rules: "The newest rules. Days that have been read keep the rules they were read by.",
    operations: "Depths, times and thresholds that hold now, for all days that go on.",
  },
  scripts: {
    title: "Tokens that scripts hold",
    unread: "Nothing has been read yet.",
    /** `unknown`: what counts for nobody, and nobody is known to own. */
    note: ({ quantity, unknown, share, at }: Record<"quantity" | "unknown" | "share" | "at", string>) =>
      `${quantity}, ${share} of all there are, ${at}; of ${unknown} nobody is known to be the owner. A script counts if the ` +
      "rules allow it by its hash, and is ignored otherwise. Whose tokens a known contract holds is shown, and changes nothing: " +
      "this version cannot resolve them in a calculation.",
    snapshot: (dayIndex: number, height: string) => `at the snapshot of day ${dayIndex}, block ${height}`,
    block: (height: string) => `at block ${height}`,
    none: "No script holds any.",
    head: {
      script: "Script",
      outputs: "Outputs",
      quantity: "Tokens",
      treatment: "Treatment",
    },
    hash: "script hash",
    known: (what: string, published: string) => `${what} (${published})`,
    unknown: "Not known here",
    share: (share: string) => `${share} of all`,
    named: (quantity: string) => `${quantity}: an owner is named`,
    shared: (quantity: string) => `${quantity}: of whoever holds the pool's liquidity tokens`,
    why: (quantity: string, why: string) => `${quantity} unknown: ${why}`,
    treatment: (quantity: bigint, counted: bigint) =>
      counted === 0n
        ? "Ignored"
        : counted === quantity
          ? "Counts"
          : `Counts: ${groupDigits(counted)}; the rest is ignored`,
    pages: "Scripts",
    of: (scripts: number) => `Largest first, ${groupDigits(scripts)} in all`,
  },
  open: {
    title: "Waits for a second person",
    by: (name: string) => `Proposed by ${name}`,
    byNobody: "Proposed by somebody who may not act any more",
    reason: "Reason",
    from: "In force",
    fromDay: (day: number) => `from day ${day} on, if that day has not been read by then`,
    atOnce: "from the confirmation on",
    changes: "What changes",
    showEffect: "Show the effect",
    hash: "Hash",
    hashName: "hash of the proposal",
    confirm: "Confirm these changes",
    withdraw: "Withdraw the proposal",
  },
  form: {
    title: "Propose a change",
    note: "Change what should be different; nothing is sent before you have seen what it does.",
    waits: "One proposal at a time: confirm or withdraw the one that waits first.",
    fromDay: "First day",
    fromDayHint: (day: number) =>
      `The number of a day that has not been read yet, from ${day} on, or of a stopped day, which is then read anew by them. Days before keep their rules.`,
    reason: "Reason",
    reasonHint: "What it is for and where it was decided. The second person reads it.",
    check: "See what changes",
    propose: "Propose these changes",
    changes: "This would change",
    onlyDay: "Nothing but the first day.",
    effect: "Effect on the last days that are paid",
    dueEffect: "Effect on the days that go on",
    effectNote:
      "Each day by itself, from what was read then and what was owed then. What a day leaves to the next one is not in it.",
    noEffect: "No day to compare with yet.",
    wrong: "These changes cannot work",
    none: (text: string) => `Empty means: ${text}.`,
  },
  versions: {
    title: "Versions",
    name: (version: number) => `Version ${version}`,
    agreed: (first: string, second: string) => `Proposed by ${first}, confirmed by ${second}`,
    byCommand: (author: string) => `Written by ${author}`,
    first: "The first version.",
  },
} as const;
