import { z } from "zod";

/*
 * The parts of Blockfrost's answers that are used (components of its OpenAPI description, 0.1.93). A
 * stranger's server may answer anything, so nothing is taken on trust; what is not named here is ignored.
 */

const hexOf = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${length}}$`, "i"), `should be ${length} hexadecimal digits`)
    .transform((text) => text.toLowerCase());

export const hash32 = hexOf(64);
export const hash28 = hexOf(56);
export const hexBytes = z
  .string()
  .regex(/^([0-9a-f]{2})+$/i, "should be bytes in hexadecimal")
  .transform((text) => text.toLowerCase());
const count = z.number().int().nonnegative();
/** Beyond any real time, and small enough to count with in milliseconds. */
const seconds = z.number().nonnegative().max(1e11);

/** No sum of the ledger's amounts has more digits, and a server could send millions of them. */
const DIGITS = /^\d{1,40}$/;

/**
 * An amount. The description says a string of digits; some servers write numbers, which are taken only while
 * JSON holds them exactly (up to 2^53 - 1): a larger one was already changed when it was parsed.
 */
export const quantity = z
  .union([
    z.string().regex(DIGITS, "should be a string of at most 40 digits"),
    z.number().int("should be a string of digits; as a number it is too large to be exact").nonnegative(),
  ])
  .transform((value) => BigInt(value));

const amount = z.array(
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

export const transactionRefs = z.array(
  z.object({ tx_hash: hash32, block_height: count, block_time: seconds.nullish() }),
);
export type RefAnswer = z.output<typeof transactionRefs>[number];

export const transactionHashes = z.array(hash32);

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

export const unspent = z.array(utxo.extend({ address: z.string().min(1).optional() }));
export const holders = z.array(z.object({ address: z.string().min(1), quantity }));
/** Of an asset: what each transaction minted or burned of it, oldest first. */
export const mintsAndBurns = z.array(z.object({ tx_hash: hash32, action: z.string() }));
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
/** Sixteen times what the ledger allows now: a reader that takes it apart could run out of memory over more. */
const MOST_TRANSACTION_BYTES = 256 * 1024;
/** A transaction, witnesses included. */
export const transactionCbor = z.object({
  cbor: z
    .string()
    .max(2 * MOST_TRANSACTION_BYTES, `should be at most ${MOST_TRANSACTION_BYTES} bytes`)
    .regex(/^([0-9a-f]{2})+$/, "should be bytes in hexadecimal"),
});

export const genesis = z.object({
  network_magic: count,
  system_start: seconds,
  security_param: count.positive(),
});

const eraBound = z.object({ time: seconds, slot: count });
export const eras = z.array(
  z.object({
    start: eraBound,
    end: eraBound.nullish(),
    parameters: z.object({ slot_length: seconds.positive() }),
  }),
);
