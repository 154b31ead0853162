/**
 * Flavoured primitives: a plain number or bigint is accepted, but two flavours do not mix, so a slot is never taken for
 * a day nor a height for a slot.
 */
type Flavour<T, Name extends string> = T & { readonly __unit?: Name };

/** Amount in lovelace (1 ADA = 1,000,000 lovelace). */
export type Lovelace = Flavour<bigint, "lovelace">;
/** A bigint where JSON holds it, whose numbers would round it. */
export type DecimalText = `${bigint}`;
/** Absolute slot number of a chain. */
export type Slot = Flavour<number, "slot">;
/** Block height (number of blocks before it). */
export type Height = Flavour<number, "height">;
/** `floor(posixMs / intervalMs)`: the payout interval of a moment. */
export type DayIndex = Flavour<number, "day">;
/** POSIX time in milliseconds, of the chain's clock unless a name says otherwise. */
export type PosixMs = Flavour<number, "posixMs">;
/** Lower-case hexadecimal. */
export type Hex = Flavour<string, "hex">;
/** Asset unit as Blockfrost and Lucid write it: policy id (56 hex) followed by the asset name in hex. */
export type AssetUnit = Flavour<string, "assetUnit">;
/** See identity.ts: `key:<28-byte hash hex>` or `script:<28-byte hash hex>`. */
export type Identity = Flavour<string, "identity">;
