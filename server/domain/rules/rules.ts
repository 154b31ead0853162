import { z } from "zod";
import { toCanonicalJson } from "../canonical";
import { parseAddress } from "../cardano/address";
import type { FieldProblem } from "../fields";
import {
  addressField,
  amountField,
  assetUnitField,
  hexField,
  identityField,
  positiveAmountField,
  problemsOf,
  setOf,
  wholeNumberField,
} from "../fields";
import { contentHashOf } from "../hash";
import type { Hex } from "../units";

export const RULES_FORMAT = "daily-prize-oracle/rules/1";

/** Who takes part: which payments to the game's address count as a play. */
const participationSchema = z.strictObject({
  /** What a transaction must leave at the game's address, less what it takes from there. */
  minimumLovelace: positiveAmountField("2000000"),
  /**
   * Where the payment's inline datum names the player: indexes from its root through constructor fields and lists.
   * Null: the player is found from the inputs.
   */
  playerDatumField: z
    .array(wholeNumberField(0, 1000, "a position in the datum"), {
      error: "must be a list of positions in the datum, such as [0, 1], or null",
    })
    .max(16, { error: "must have at most 16 positions" })
    .nullable(),
  /** For how many days a play counts, including the day that is paid; null: for ever. */
  windowDays: wholeNumberField(1, 100_000, "a number of days, or null for ever").nullable(),
  minimumPlays: wholeNumberField(1, 1_000_000, "how many plays are needed"),
});

/** How the pot is shared. A union of one, so that another way can be added without changing this one. */
const weightSchema = z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("pro-rata-holding") })], {
  error: 'must be {"kind": "pro-rata-holding"}',
});

const potSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("fixed"), lovelace: positiveAmountField("500000000") }),
    z.strictObject({
      kind: z.literal("share-of-pool"),
      basisPoints: wholeNumberField(1, 10_000, "hundredths of a per cent"),
    }),
  ],
  {
    error: 'must be {"kind": "fixed", "lovelace": "500000000"} or {"kind": "share-of-pool", "basisPoints": 100}',
  },
);

/** What the planner may propose. The contract's own limits always hold as well. */
const dayLimitsSchema = z.strictObject({
  totalLovelace: positiveAmountField("1000000000"),
  /** The most lovelace first broadcast in a rolling hour of chain time; null: only the day's limit holds. */
  hourlyLovelace: positiveAmountField("1000000000").nullable(),
});

const rulesSchema = z
  .strictObject({
    format: z.literal(RULES_FORMAT, { error: `must be "${RULES_FORMAT}"` }),
    /** Counts the changes of the rules, from 1. */
    version: wholeNumberField(1, 1_000_000_000, "the version of the rules"),
    gameAddress: addressField,
    /** The token to hold. */
    prizeAsset: assetUnitField,
    participation: participationSchema,
    holding: z.strictObject({ minimumQuantity: positiveAmountField("1") }),
    excluded: z.strictObject({ addresses: setOf(addressField), identities: setOf(identityField) }),
    /** Native scripts that may be paid although they are scripts. */
    allowedScripts: setOf(hexField(28, "a script hash")),
    weight: weightSchema,
    pot: potSchema,
    /** The most that one identity may be awarded for a day; null: no cap. */
    perRecipientCapLovelace: amountField("100000000")
      .refine((value) => value > 0n, { error: "must be more than 0, or null for no cap" })
      .nullable(),
    dayLimits: dayLimitsSchema,
  })
  .superRefine((rules, context) => {
    const game = parseAddress(rules.gameAddress);
    if ("problem" in game || game.kind === "byron" || game.kind === "pointer" || game.kind === "reward") {
      const message = "must be a Shelley address of a script or a key: one that begins with addr, without a pointer";
      context.addIssue({ code: "custom", path: ["gameAddress"], message });
      return;
    }
    rules.excluded.addresses.forEach((address, index) => {
      const excluded = parseAddress(address);
      if (!("networkId" in excluded) || excluded.networkId === game.networkId) return;
      const message = "belongs to another network than gameAddress";
      context.addIssue({ code: "custom", path: ["excluded", "addresses", index], message });
    });
  });

/** The rules document, which decides who is paid. Versioned in the database, embedded whole in every report. */
export type Rules = z.output<typeof rulesSchema>;
export const rulesField = rulesSchema;

export type RulesResult =
  | { readonly ok: true; readonly rules: Rules }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Reads a rules document from JSON values or from a `Rules` object. Every problem names its field. */
export function parseRules(document: unknown): RulesResult {
  const result = rulesSchema.safeParse(document);
  return result.success ? { ok: true, rules: result.data } : { ok: false, problems: problemsOf(result.error) };
}

/** RFC 8785 text of the rules; `parseRules(JSON.parse(text))` returns the same rules. */
export function rulesToJson(rules: Rules): string {
  return toCanonicalJson(rules);
}

/** blake2b-256 of the canonical text. */
export function hashRules(rules: Rules): Hex {
  return contentHashOf(rulesToJson(rules));
}

/** The network of the rules, from the game's address; the magic is not in the rules. */
export function networkIdOfRules(rules: Rules): 0 | 1 {
  const game = parseAddress(rules.gameAddress);
  if (!("networkId" in game)) throw new Error("the game's address has no network");
  return game.networkId;
}
