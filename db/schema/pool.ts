import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { chainNumber, hex, writtenAt } from "./columns";

/** The pool that this installation pays from: what `npm run deploy` created, and its first settings. One row. */
export const pool = pgTable("pool", {
  policyId: hex("policy_id").primaryKey(),
  seedTxHash: hex("seed_tx_hash").notNull(),
  seedOutputIndex: integer("seed_output_index").notNull(),
  address: text("address").notNull(),
  /** The outputs that hold the two scripts, of one transaction or two. `npm run pool -- references` changes them. */
  poolScriptTxHash: hex("pool_script_tx_hash").notNull(),
  poolScriptIndex: integer("pool_script_index").notNull(),
  governorScriptTxHash: hex("governor_script_tx_hash").notNull(),
  governorScriptIndex: integer("governor_script_index").notNull(),
  /** CBOR of the contract's Settings at creation. Those in force: the datum's hash, and poolSettings. */
  settings: hex("settings").notNull(),
  deployTxHash: hex("deploy_tx_hash").notNull(),
  /** A block before the deployment that no rollback reaches. The scanner reads history up to it in bulk. */
  startHash: hex("start_hash").notNull(),
  startHeight: chainNumber("start_height").notNull(),
  /** The chain's tip when this database came to know the pool. What was done to it before is others' history. */
  knownHeight: chainNumber("known_height").notNull(),
  writtenAt: writtenAt(),
});

/** Settings that an UpdateSettings put in force, read from the chain by their hash. */
export const poolSettings = pgTable("pool_settings", {
  settingsHash: hex("settings_hash").primaryKey(),
  /** CBOR of the contract's Settings. */
  settings: hex("settings").notNull(),
  writtenAt: writtenAt(),
});
