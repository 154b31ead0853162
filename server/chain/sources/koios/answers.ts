import { z } from "zod";
import type { AssetUnit } from "@/server/domain/units";
import {
  count,
  decimal,
  hash28,
  hash32,
  hexBytes,
  listOf,
  quantity,
  seconds,
  transactionBytes,
  whole,
} from "../http/values";

/*
 * The columns of Koios' answers that are used (its OpenAPI description, v1.4.2, and the SQL behind it). What counts is
 * a number there and what is an amount is a text, but for a few; genesis is all texts. What is not named is ignored.
 */

/** The funds of genesis are in no block: db-sync gives them no height and no slot. */
const place = {
  block_hash: hash32,
  block_height: count.nullable(),
  absolute_slot: count.nullable(),
  tx_timestamp: seconds,
};

export const tip = z.object({ epoch_no: count, abs_slot: count, epoch_slot: count, block_time: seconds });

export const block = z.object({
  hash: hash32,
  abs_slot: count,
  block_height: count,
  block_time: seconds,
  tx_count: count,
  parent_hash: hash32.nullable(),
});
export type BlockRow = z.output<typeof block>;

export const blockInfo = block.extend({ child_hash: hash32.nullable() });

/** Columns that are asked for, so that a server need not gather the others. */
export const columnsOf = (row: z.ZodObject) => Object.keys(row.shape).join(",");

export const listed = z.object({ tx_hash: hash32, block_height: count, block_time: seconds });
export const inBlock = z.object({ block_hash: hash32, tx_hash: hash32 });
export const placed = z.object({ tx_hash: hash32, ...place, valid_contract: z.boolean() });
export const cbor = z.object({ tx_hash: hash32, block_height: count.nullable(), cbor: transactionBytes.nullable() });

const named = {
  policy_id: hash28,
  asset_name: z
    .string()
    .regex(/^([0-9a-f]{2}){0,32}$/, "should be an asset's name in hexadecimal")
    .nullable(),
};
const asset = z.object({ ...named, quantity });
export const unitOf = ({ policy_id, asset_name }: Pick<z.output<typeof asset>, keyof typeof named>): AssetUnit =>
  policy_id + (asset_name ?? "");

/**
 * Datums and scripts come with their values in JSON, which anybody can nest as deeply as a transaction holds: only what
 * is used is asked for (`UTXO_COLUMNS`).
 */
export const utxo = z.object({
  tx_hash: hash32,
  tx_index: count,
  address: z.string().min(1),
  value: quantity,
  datum_hash: hash32.nullable(),
  inline_datum_bytes: hexBytes.nullable(),
  reference_script_hash: hash28.nullable(),
  asset_list: listOf(asset).nullable(),
});
export const UTXO_COLUMNS = columnsOf(utxo)
  .replace("inline_datum_bytes", "$&:inline_datum->>bytes")
  .replace("reference_script_hash", "$&:reference_script->>hash");
export type UtxoRow = z.output<typeof utxo>;
/** Of an output, what says who holds how much. */
export const holding = utxo.pick({ tx_hash: true, tx_index: true, address: true, asset_list: true });

export const holder = z.object({ payment_address: z.string().min(1), quantity });

/** A burn is negative. */
const signedQuantity = z
  .union([z.string().regex(/^-?\d{1,40}$/, "should be a whole number in a text"), z.number().int()])
  .transform((value) => BigInt(value));
export const assetHistory = z.object({
  ...named,
  minting_txs: listOf(z.object({ tx_hash: hash32, quantity: signedQuantity })),
});

export const account = z.object({
  stake_address: z.string().min(1),
  status: z.enum(["registered", "not registered"]),
  rewards_available: quantity,
});

export const script = z.object({ script_hash: hash28, type: z.string(), bytes: hexBytes.nullable() });

export const genesis = z.object({
  networkmagic: whole,
  systemstart: decimal.pipe(seconds),
  securityparam: whole.pipe(count.positive()),
  slotlength: decimal.pipe(z.number().positive()),
  epochlength: whole.pipe(count.positive()),
});

/** Protocol versions that never were on this network have no epoch. */
export const eraSummary = z.object({ era: z.string(), epoch_no: count.nullable() });
