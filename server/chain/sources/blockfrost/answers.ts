import { z } from "zod";
import { count, hash28, hash32, hexBytes, listOf, quantity, seconds, transactionBytes } from "../http/values";

/*
 * The parts of Blockfrost's answers that are used (components of its OpenAPI description, 0.1.93). A
 * stranger's server may answer anything, so nothing is taken on trust; what is not named here is ignored.
 */

const amount = listOf(
  z.object({
    unit: z.union([
      z.literal("lovelace"),
      z.string().regex(/^[0-9a-f]{56}([0-9a-f]{2}){0,32}$/, "should be policy id and asset name in hex"),
    ]),
    quantity,
  }),
);

export const block = z.object({
  time: seconds,
  height: count,
  hash: hash32,
  slot: count,
  previous_block: hash32.nullable(),
  /** Null at the tip; some servers do not tell. */
  next_block: hash32.nullish(),
  tx_count: count.nullish(),
});
export type BlockAnswer = z.output<typeof block>;
export const blocks = listOf(block);

export const transactionRefs = listOf(
  z.object({ tx_hash: hash32, block_height: count, block_time: seconds.nullish() }),
);
export type RefAnswer = z.output<typeof transactionRefs>[number];

export const transactionHashes = listOf(hash32);

export const place = z.object({
  hash: hash32,
  block: hash32,
  block_height: count,
  block_time: seconds,
  slot: count,
  valid_contract: z.boolean(),
});
export type PlaceAnswer = z.output<typeof place>;

const outputFields = {
  address: z.string().min(1),
  amount,
  output_index: count,
  data_hash: hash32.nullish(),
  inline_datum: hexBytes.nullish(),
  reference_script_hash: hash28.nullish(),
};
export const utxo = z.object({ ...outputFields, tx_hash: hash32 });
export type UtxoAnswer = z.output<typeof utxo>;

export const unspent = listOf(utxo.extend({ address: z.string().min(1).optional() }));
export const holders = listOf(z.object({ address: z.string().min(1), quantity }));
/** Of an asset: what each transaction minted or burned of it, oldest first. */
export const mintsAndBurns = listOf(z.object({ tx_hash: hash32, action: z.string() }));
export const asset = z.object({ asset: z.string().toLowerCase(), quantity });

export const account = z.object({
  stake_address: z.string().min(1),
  active: z.boolean(),
  registered: z.boolean().nullish(),
  withdrawable_amount: quantity,
});

export const script = z.object({ script_hash: hash28, type: z.string() });
export const scriptCbor = z.object({ cbor: hexBytes.nullable() });
export const whetherInBlock = z.object({ block_height: count.nullish() });
/** A transaction, witnesses included. */
export const transactionCbor = z.object({ cbor: transactionBytes });

export const genesis = z.object({
  network_magic: count,
  system_start: seconds,
  security_param: count.positive(),
});

const eraBound = z.object({ time: seconds, slot: count });
export const eras = listOf(
  z.object({
    start: eraBound,
    end: eraBound.nullish(),
    parameters: z.object({ slot_length: seconds.positive() }),
  }),
);
