import { z } from "zod";
import type { CostModels, ProtocolParameters } from "@/server/domain/ports";
import { decimal, quantity, whole } from "./values";

/** An epoch's parameters by the names that db-sync has for them, which Blockfrost and Koios both tell them by. */
export const epochParameters = z.object({
  min_fee_a: whole,
  min_fee_b: whole,
  max_tx_size: whole,
  max_tx_ex_mem: quantity,
  max_tx_ex_steps: quantity,
  max_val_size: whole,
  price_mem: decimal,
  price_step: decimal,
  coins_per_utxo_size: quantity,
  collateral_percent: whole,
  max_collateral_inputs: whole,
  min_fee_ref_script_cost_per_byte: decimal,
  key_deposit: quantity,
  pool_deposit: quantity,
});

/** What servers tell in forms of their own. */
type Rest = { readonly protocolMajorVersion: number; readonly costModels: CostModels };

export function toParameters(answer: z.output<typeof epochParameters>, rest: Rest): ProtocolParameters {
  return {
    minFeeA: answer.min_fee_a,
    minFeeB: answer.min_fee_b,
    maxTxSize: answer.max_tx_size,
    maxTxExMem: answer.max_tx_ex_mem,
    maxTxExSteps: answer.max_tx_ex_steps,
    maxValSize: answer.max_val_size,
    priceMem: answer.price_mem,
    priceStep: answer.price_step,
    coinsPerUtxoByte: answer.coins_per_utxo_size,
    collateralPercent: answer.collateral_percent,
    maxCollateralInputs: answer.max_collateral_inputs,
    minFeeRefScriptCostPerByte: answer.min_fee_ref_script_cost_per_byte,
    stakeDepositLovelace: answer.key_deposit,
    poolDeposit: answer.pool_deposit,
    ...rest,
  };
}
