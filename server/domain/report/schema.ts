import { z } from "zod";
import { DECISION_CODES } from "../eligibility/decision";
import type { UnresolvedReason } from "../eligibility/holders";
import { addressField, amountField, hexField, identityField, wholeNumberField } from "../fields";
import { LINE_REASONS } from "../rewards/reward-line";
import { rulesField } from "../rules/rules";

export const REPORT_FORMAT = "daily-prize-oracle/report/1";

const MAX = Number.MAX_SAFE_INTEGER;
const count = wholeNumberField(0, MAX, "a count");
const lovelace = amountField();
const quantity = amountField("1");
const hash = hexField(32, "a hash");

const UNRESOLVED_REASONS = [
  "not-an-address",
  "byron",
  "pointer",
  "stake-address",
  "wrong-network",
  "script",
  "script-identity",
  "excluded-address",
] as const satisfies readonly UnresolvedReason[];

/** Positions and times: a number, never money. */
const blockSchema = z.strictObject({
  slot: count,
  hash,
  height: count,
  timeMs: wholeNumberField(-MAX, MAX, "a POSIX time in milliseconds"),
});

const lineSchema = z.strictObject({
  address: addressField,
  identity: identityField,
  quantity,
  openingLovelace: lovelace,
  earnedLovelace: lovelace,
  payoutLovelace: lovelace,
  carriedLovelace: lovelace,
  reason: z.enum(LINE_REASONS),
});

const totalsSchema = z.strictObject({
  potLovelace: lovelace,
  awardedLovelace: lovelace,
  undistributedLovelace: lovelace,
  openingLovelace: lovelace,
  payoutLovelace: lovelace,
  carriedLovelace: lovelace,
  supply: quantity,
  eligibleQuantity: quantity,
  refusedQuantity: quantity,
  neverPlayedQuantity: quantity,
  unresolvedQuantity: quantity,
  eligibleIdentities: count,
  neverPlayedIdentities: count,
  participants: count,
  recipients: count,
});

/** A batch pays the next `outputs` of the paid lines, in order. */
const batchSchema = z.strictObject({
  outputs: wholeNumberField(1, MAX, "a number of outputs"),
  totalLovelace: lovelace,
  /** c[i] of contracts/README.md, "Plan digest and hash chain". */
  commitment: hash,
});

export const reportSchema = z.strictObject({
  format: z.literal(REPORT_FORMAT, { error: `must be "${REPORT_FORMAT}"` }),
  network: z.strictObject({
    magic: count,
    systemStartMs: wholeNumberField(-MAX, MAX, "a POSIX time in milliseconds"),
  }),
  /** The pool's state token policy. */
  poolPolicyId: hexField(28, "a policy id"),
  dayIndex: wholeNumberField(-MAX, MAX, "a day"),
  intervalMs: wholeNumberField(1, MAX, "milliseconds"),
  /** What this report follows: the one before it, or a checkpoint named by people. */
  previous: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("report"), dayIndex: wholeNumberField(-MAX, MAX, "a day"), hash }),
    z.strictObject({
      kind: z.literal("checkpoint"),
      name: z.string().min(1, { error: "must name the checkpoint" }),
    }),
  ]),
  block: blockSchema,
  /** The chain sources that agreed on the snapshot, and who accepted a single one. */
  sources: z.array(z.string().min(1)).min(1, { error: "must name at least one source" }),
  singleSourceAcceptedBy: z.array(z.string().min(1)).nullable(),
  rules: rulesField,
  rulesHash: hash,
  coinsPerUtxoByte: amountField("4310"),
  /** Who is never paid, and the contract's limit: what the pool said when the day was calculated. */
  poolTerms: z.strictObject({
    reserved: z.array(hexField(28, "the hash of a key or a script")).readonly(),
    dailyLimitLovelace: lovelace,
  }),
  /** The amount of which a share-of-pool pot is a share. */
  freePoolLovelace: lovelace,
  opening: z.array(z.strictObject({ address: addressField, lovelace })),
  lines: z.array(lineSchema),
  linesRoot: hash,
  refused: z.array(z.strictObject({ identity: identityField, quantity, code: z.enum(DECISION_CODES) })),
  unresolved: z.array(
    z.strictObject({
      address: z.string(),
      identity: identityField.nullable(),
      quantity,
      reason: z.enum(UNRESOLVED_REASONS),
    }),
  ),
  batches: z.array(batchSchema),
  /** c[1], or null if there is nothing to pay. */
  commitment: hash.nullable(),
  totals: totalsSchema,
});

/** The day's report, with amounts as bigint. */
export type Report = z.output<typeof reportSchema>;
