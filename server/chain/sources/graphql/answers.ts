import { z } from "zod";
import { count, hash28, hash32, hexBytes, listOf } from "../http/values";

/*
 * The parts of Cardano GraphQL's answers that are used (schema.graphql of 9.0.1). A stranger's server may answer
 * anything, so nothing is taken on trust; what is not named here is ignored.
 */

/** None, of an asset without a name. */
const name = z
  .string()
  .regex(/^([0-9a-f]{2})*$/i, "should be bytes in hexadecimal")
  .transform((text) => text.toLowerCase());

/**
 * Amounts are texts. As a number it would already be rounded above 2^53, and so would the quantities of tokens, which
 * always arrive as texts: then the Hasura behind it was set up to write numbers, and none of its amounts is believed.
 */
const amount = z
  .string("should be a text of digits; set HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES for the Hasura behind it")
  .regex(/^\d{1,40}$/, "should be a text of at most 40 digits")
  .transform(BigInt);
const change = z
  .string("should be a text of digits")
  .regex(/^-?\d{1,40}$/, "should be a text of at most 40 digits")
  .transform(BigInt);
const slot = z
  .string("should be a text of digits")
  .regex(/^\d{1,15}$/, "should be a text of at most 15 digits")
  .transform(Number);
/** In whole seconds. */
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const place = { hash: hash32, number: count.nullable(), slotNo: slot.nullable(), forgedAt: time };
const header = z.object({ ...place, previousBlock: z.object({ hash: hash32 }).nullable() });
export type HeaderAnswer = z.output<typeof header>;

const asset = z.object({ policyId: hash28, assetName: name.nullable() });
export type AssetAnswer = z.output<typeof asset>;

const output = z.object({
  address: z.string().min(1),
  txHash: hash32,
  index: count,
  value: amount,
  datum: z.object({ bytes: hexBytes, hash: hash32 }).nullable(),
  script: z.object({ hash: hash28 }).nullable(),
  tokens: listOf(z.object({ quantity: amount, asset: asset.nullable() })),
});
export type OutputAnswer = z.output<typeof output>;

const ref = z.object({ hash: hash32, includedAt: time, block: z.object({ number: count }) });
export type RefAnswer = z.output<typeof ref>;

export const network = z.object({ genesis: z.object({ shelley: z.object({ networkMagic: count }) }) });
export const tip = z.object({ cardano: z.object({ tip: header }) });
export const blocks = z.object({ blocks: listOf(header) });
export const places = z.object({
  transactions: listOf(z.object({ hash: hash32, validContract: z.boolean(), block: z.object(place).nullable() })),
});
export const refs = z.object({ transactions: listOf(ref) }).transform(({ transactions }) => transactions);
export const outputs = z.object({ utxos: listOf(output) }).transform(({ utxos }) => utxos);
export const mints = z
  .object({
    tokenMints: listOf(z.object({ quantity: change, asset, transaction: z.object({ hash: hash32, fee: amount }) })),
  })
  .transform(({ tokenMints }) => tokenMints);
export const assets = z.object({ assets: listOf(asset) }).transform((answer) => answer.assets);
export const hashes = z.object({ transactions: listOf(z.object({ hash: hash32 })) });
export const outputHashes = z.object({ utxos: listOf(z.object({ txHash: hash32 })) });
