import { z } from "zod";
import type { ProtocolParameters } from "@/server/domain/ports";
import { quantity } from "../http/values";
import { decimal, tip as tipRow, whole } from "./answers";
import type { KoiosClient } from "./client";

const costModel = z.array(z.number().int());

const schema = z.object({
  epoch_no: whole,
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
  protocol_major: whole,
  /** Lists in the ledger's order, which db-sync keeps. */
  cost_models: z.object({ PlutusV1: costModel, PlutusV2: costModel, PlutusV3: costModel }),
});

/** `/epoch_params` of the epoch at the tip, of a network in the Conway era or later. */
export async function readParameters(client: KoiosClient): Promise<ProtocolParameters> {
  const [tip] = await client.rows({ path: "tip" }, tipRow);
  if (!tip) throw client.error("wrong-answer", "tip is empty: the server has no chain yet.");
  const query = { _epoch_no: tip.epoch_no };
  const [answer, second] = await client.rows({ path: "epoch_params", query }, schema);
  if (!answer) throw client.error("unavailable", `there are no parameters of epoch ${tip.epoch_no} yet. Try later.`);
  if (second || answer.epoch_no !== tip.epoch_no) {
    throw client.error("lying", `asked for the parameters of epoch ${tip.epoch_no}, got those of ${answer.epoch_no}.`);
  }
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
    protocolMajorVersion: answer.protocol_major,
    costModels: answer.cost_models,
  };
}
