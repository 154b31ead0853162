import { z } from "zod";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { AssetUnit } from "@/server/domain/units";
import { count, hash28, hash32, hexBytes, listOf, quantity, recordOf } from "../../http/values";

/* The parts of Kupo's answers that are used (Kupo 2.12's OpenAPI description). What is not named here is ignored. */

export const point = z
  .object({ slot_no: count, header_hash: hash32 })
  .transform(({ slot_no: slot, header_hash: hash }) => ({ slot, hash }));
export const points = listOf(point);

const assetId = z.string().regex(/^[0-9a-f]{56}(\.([0-9a-f]{2}){0,32})?$/, "should be policy id and asset name in hex");

const match = z.object({
  transaction_id: hash32,
  output_index: count,
  address: z.string().min(1),
  value: z.object({ coins: quantity, assets: recordOf(assetId, quantity).default({}) }),
  datum_hash: hash32.nullable(),
  datum_type: z.enum(["inline", "hash"]).nullish(),
  datum: hexBytes.nullish(),
  script_hash: hash28.nullable(),
  created_at: point,
  spent_at: z
    .object({ slot_no: count, header_hash: hash32, transaction_id: hash32.nullish() })
    .transform(({ slot_no: slot, header_hash: hash, transaction_id: txHash }) => ({
      slot,
      hash,
      txHash: txHash ?? null,
    }))
    .nullable(),
});
export type Match = z.output<typeof match>;
export const matches = listOf(match);

export const patterns = listOf(z.string());

export const script = z.object({ language: z.string(), script: hexBytes });
export type Script = z.output<typeof script>;

/** Kupo's name of a unit in an output's value. */
export function assetKey(unit: AssetUnit): string {
  const name = assetNameOf(unit);
  return name ? `${policyIdOf(unit)}.${name}` : policyIdOf(unit);
}
