import type { PlutusData } from "../cardano/plutus-data";
import type { TxOutput } from "../ports";
import type { AssetUnit, Hex } from "../units";

/** An output at a script, with the datum that it has or whose hash it has. */
export type HeldOutput = Pick<TxOutput, "ref" | "address" | "assets"> & { readonly datum: PlutusData };

/** Whose the tokens in an output are, as the contract that locks it would decide. */
export type Ownership =
  /** All of them are this address'. */
  | { readonly kind: "owner"; readonly address: string }
  /**
   * They belong to whoever holds the liquidity token: of each unit that one redeems, so much of the asset, rounded
   * down. `asset` may be less than the output holds: fees belong to others.
   */
  | {
      readonly kind: "shares";
      readonly liquidity: AssetUnit;
      readonly asset: bigint;
      readonly total: bigint;
    }
  | { readonly kind: "unknown"; readonly why: string };

/**
 * What is known of one contract: where its layout is published, and how an output's owner follows from its datum. It
 * never looks at the stake part of the script's address, which whoever sends there chooses.
 */
export type Resolver = {
  /** As rules would name it; never changed. */
  readonly name: string;
  readonly what: string;
  /** Where the layout is from. */
  readonly published: string;
  /** Hashes of the scripts, on every network where they are known. */
  readonly scripts: readonly Hex[];
  resolve(output: HeldOutput, asset: AssetUnit): Ownership;
};

export const unknown = (why: string): Ownership => ({ kind: "unknown", why });
