import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { AuditHead } from "../../server/domain/audit/anchor";
import type { StoredOutput } from "../../server/domain/cardano/stored-output";
import type { Envelope } from "../../server/domain/contract/types";
import type { AttemptKind, AttemptState } from "../../server/domain/day/attempt-states";
import type { Closing } from "../../server/domain/day/closing";
import type { Doubt } from "../../server/domain/day/doubt";
import type { SignedState } from "../../server/domain/day/signed-state";
import type { DayState } from "../../server/domain/day/states";
import type { StopReason } from "../../server/domain/day/stop-reason";
import type { StoredFindings } from "../../server/domain/plan/findings";
import type { LineReason } from "../../server/domain/rewards/reward-line";
import { byteText, chainNumber, hex, lovelace, quantity, writtenAt } from "./columns";
import { rulesVersion } from "./rules-version";

/** One payout interval and the state of its prizes (server/domain/day names the states). */
export const day = pgTable(
  "day",
  {
    dayIndex: integer("day_index").primaryKey(),
    state: text("state").$type<DayState>().notNull(),
    /** Chain time at which the current state was entered. */
    stateSinceMs: chainNumber("state_since_ms").notNull(),
    /** What the day is read from; null while it is not. Whoever reads for a day changes it only while this holds. */
    snapshotId: hex("snapshot_id").references((): AnyPgColumn => snapshot.id),
    /** What speaks against the day, as far as answers go that may be old. */
    doubt: jsonb("doubt").$type<Doubt>(),
    /** The day's lines; null until they are calculated. */
    lineSetId: integer("line_set_id")
      .unique()
      .references((): AnyPgColumn => lineSet.id),
    reportHash: hex("report_hash"),
    planDigest: hex("plan_digest"),
    commitment: hex("commitment"),
    deadlineMs: chainNumber("deadline_ms"),
    /** The state of the pool that the plan was signed for: nothing else can be committed with its signatures. */
    signedFor: jsonb("signed_for").$type<SignedState>(),
    totalLovelace: lovelace("total_lovelace"),
    outputs: integer("outputs"),
    batches: integer("batches"),
    /** What stopped the day, while it is FROZEN; and where it goes when released. */
    stopReason: jsonb("stop_reason").$type<StopReason>(),
    frozenFrom: text("frozen_from").$type<DayState>(),
    findings: jsonb("findings").$type<StoredFindings>(),
    /** The day pays nothing, as two people decided; it stays so until two people have it read anew. */
    closing: jsonb("closing").$type<Closing>(),
    writtenAt: writtenAt(),
  },
  (table) => [
    /** Those that may still move: few, whatever the pool's age. */
    index("day_unended").on(table.dayIndex).where(sql`state not in ('FINAL','CARRIED','CLOSED')`),
    index("day_plan").on(table.planDigest),
  ],
);

/**
 * What a day is read from. Rows are never changed: a day that is read again gets another one. Its id is the hash of
 * all that its rewards follow from (server/domain/day/snapshot-id.ts).
 */
export const snapshot = pgTable(
  "snapshot",
  {
    id: hex("id").primaryKey(),
    dayIndex: integer("day_index")
      .notNull()
      .references((): AnyPgColumn => day.dayIndex),
    /** The day's last block. */
    hash: hex("hash").notNull(),
    height: chainNumber("height").notNull(),
    slot: chainNumber("slot").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
    /** Of the scan at that height (scan_revision): any later change there makes it another snapshot. */
    scanEpoch: integer("scan_epoch").notNull(),
    rulesVersion: integer("rules_version")
      .notNull()
      .references(() => rulesVersion.version),
    rulesHash: hex("rules_hash").notNull(),
    settingsHash: hex("settings_hash").notNull(),
    /** The report that the day builds on; null for the pool's first day. */
    previousReportHash: hex("previous_report_hash"),
    /** The pool's last plan, if it ended with batches unpaid, and the commitment of the first of them. */
    openPlan: hex("open_plan"),
    openLeft: hex("open_left"),
    /** Of what earlier days carried, and what that plan left unpaid, by address. */
    openingHash: hex("opening_hash").notNull(),
    freePoolLovelace: lovelace("free_pool_lovelace").notNull(),
    /** Hashes of our own keys and scripts, and the contract's limits for a day and for a fee: what the pool said. */
    reserved: text("reserved").array().$type<readonly string[]>().notNull(),
    dailyLimitLovelace: quantity("daily_limit_lovelace").notNull(),
    maxFeeLovelace: lovelace("max_fee_lovelace").notNull(),
    /** The protocol parameter: it decides which amounts are carried. */
    coinsPerUtxoByte: lovelace("coins_per_utxo_byte").notNull(),
    /** Of all of them (server/domain/day/parameters-hash.ts): by others the day is planned again. */
    parametersHash: hex("parameters_hash").notNull(),
    /** Set where it is read to pay nothing (`day.closing`). */
    closing: jsonb("closing").$type<Closing>(),
    /** The audit log's last event when the row was written. Not part of the id: nothing read follows from it. */
    auditHead: jsonb("audit_head").$type<AuditHead>().notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("snapshot_day").on(table.dayIndex)],
);

/** Every state that a day has been in, for its page and for the record. */
export const dayTransition = pgTable(
  "day_transition",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    fromState: text("from_state").$type<DayState>(),
    toState: text("to_state").$type<DayState>().notNull(),
    atMs: chainNumber("at_ms").notNull(),
    detail: text("detail"),
    writtenAt: writtenAt(),
  },
  (table) => [index("day_transition_day").on(table.dayIndex, table.id)],
);

/**
 * Lines that a day may be given, as a whole. They are written in portions that nobody reads, and become the day's when
 * it points at them (`day.line_set_id`): lines of a calculation that was overtaken are never read.
 */
export const lineSet = pgTable(
  "line_set",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    dayIndex: integer("day_index")
      .notNull()
      .references((): AnyPgColumn => day.dayIndex),
    /** Of the day and all its lines. Null once the set is being deleted, so that nobody goes on with it. */
    hash: hex("hash").unique(),
    lines: integer("lines").notNull(),
    /** Whether all of its lines are there; they do not change any more. */
    isWhole: boolean("is_whole").notNull().default(false),
    /** How often a day was pointed at it: whoever deletes it sees that nobody did meanwhile. */
    claims: integer("claims").notNull().default(0),
    writtenAt: writtenAt(),
  },
  (table) => [index("line_set_day").on(table.dayIndex)],
);

/**
 * What an address is owed for a day, and why. Its set is not looked up by a foreign key, for each of a million lines.
 * Written by server/services/day/stage-lines.ts only.
 */
export const rewardLine = pgTable(
  "reward_line",
  {
    setId: integer("set_id").notNull(),
    address: byteText("address").notNull(),
    identity: byteText("identity").notNull(),
    quantity: quantity("quantity").notNull(),
    earnedLovelace: lovelace("earned_lovelace").notNull(),
    openingLovelace: lovelace("opening_lovelace").notNull(),
    payoutLovelace: lovelace("payout_lovelace").notNull(),
    carriedLovelace: lovelace("carried_lovelace").notNull(),
    reason: text("reason").$type<LineReason>().notNull(),
    batchNo: integer("batch_no"),
  },
  (table) => [
    primaryKey({ columns: [table.setId, table.address] }),
    index("reward_line_identity").on(table.identity, table.setId),
    index("reward_line_batch").on(table.setId, table.batchNo).where(sql`batch_no is not null`),
    index("reward_line_carried").on(table.setId).where(sql`carried_lovelace > 0`),
    check("reward_line_balances", sql`earned_lovelace + opening_lovelace = payout_lovelace + carried_lovelace`),
    check("reward_line_not_negative", sql`earned_lovelace >= 0 and payout_lovelace >= 0 and carried_lovelace >= 0`),
  ],
);

/** A part of the plan, paid by one transaction. */
export const batch = pgTable(
  "batch",
  {
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    /** 1-based, in the order in which the contract pays them. */
    batchNo: integer("batch_no").notNull(),
    lovelace: lovelace("lovelace").notNull(),
    outputs: integer("outputs").notNull(),
    /** The datum's content before this batch is paid: c[i] of contracts/README.md, "Plan digest and hash chain". */
    commitment: hex("commitment").notNull(),
    /** c[i+1], empty for the last. */
    next: hex("next").notNull(),
  },
  (table) => [primaryKey({ columns: [table.dayIndex, table.batchNo] })],
);

/**
 * One transaction that was built for a plan: to commit it, to pay a batch, to end it after its deadline, or to resume
 * it. Its id, bytes and expiry are stored before it is sent.
 */
export const attempt = pgTable(
  "attempt",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    kind: text("kind").$type<AttemptKind>().notNull(),
    /** Of a Pay; 0 for all others. */
    batchNo: integer("batch_no").notNull(),
    state: text("state").$type<AttemptState>().notNull(),
    txHash: hex("tx_hash").notNull().unique(),
    txBytes: hex("tx_bytes").notNull(),
    feeLovelace: lovelace("fee_lovelace").notNull(),
    validUntilSlot: chainNumber("valid_until_slot").notNull(),
    inputTxHash: hex("input_tx_hash").notNull(),
    inputIndex: integer("input_index").notNull(),
    /** The pool output that it makes, so that the next one can be chained to it. */
    nextPool: jsonb("next_pool").$type<StoredOutput>().notNull(),
    broadcasts: integer("broadcasts").notNull().default(0),
    /** Chain time of the first broadcast: the hourly limit counts from it. */
    firstBroadcastMs: chainNumber("first_broadcast_ms"),
    lastBroadcastHeight: chainNumber("last_broadcast_height"),
    lastOutcome: text("last_outcome"),
    ledgerHeight: chainNumber("ledger_height"),
    ledgerHash: hex("ledger_hash"),
    writtenAt: writtenAt(),
  },
  (table) => [
    uniqueIndex("attempt_one_live")
      .on(table.dayIndex, table.batchNo)
      .where(sql`kind in ('commit','pay') and state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED','FINAL')`),
    /** A plan may end and be resumed more than once, each time on another output of the pool. */
    uniqueIndex("attempt_one_live_end")
      .on(table.inputTxHash, table.inputIndex)
      .where(sql`kind in ('expire','resume') and state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED','FINAL')`),
    index("attempt_open")
      .on(table.state, table.dayIndex)
      .where(sql`state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED')`),
    index("attempt_landed").on(table.ledgerHeight).where(sql`state in ('IN_LEDGER','CONFIRMED')`),
    index("attempt_sent").on(table.firstBroadcastMs),
    index("attempt_day").on(table.dayIndex, table.batchNo),
  ],
);

/** A signature by the oracle or an approver over the plan's text. */
export const approval = pgTable(
  "approval",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    planDigest: hex("plan_digest").notNull(),
    /** Of the text that was signed: a plan that is proposed again keeps its digest and gets another deadline. */
    deadlineMs: chainNumber("deadline_ms").notNull(),
    role: text("role").$type<"oracle" | "approver">().notNull(),
    publicKey: hex("public_key").notNull(),
    text: text("text").notNull(),
    envelope: jsonb("envelope").$type<Envelope>().notNull(),
    via: text("via").notNull(),
    userId: text("user_id"),
    writtenAt: writtenAt(),
  },
  (table) => [uniqueIndex("approval_once").on(table.dayIndex, table.text, table.publicKey)],
);
