import { COST_MODELS } from "./cost-models";

/**
 * The protocol parameters that scalus 0.17.0 uses. Its `Emulator` takes none: it always uses the mainnet parameters of
 * protocol version 10 compiled into it (`UtxoEnv.default`, network id 0). These must be exactly the same, or clients
 * would build what the ledger refuses. `parameters.chain.test.ts` proves the numbers that the ledger's decisions depend
 * on.
 */
export const PROTOCOL_PARAMETERS = {
  minFeeA: 44,
  minFeeB: 155_381,
  maxBlockBodyBytes: 90_112,
  maxTxBytes: 16_384,
  keyDepositLovelace: 2_000_000n,
  priceMem: 0.0577,
  priceStep: 0.0000721,
  maxTxMem: 16_500_000n,
  maxTxSteps: 10_000_000_000n,
  maxBlockMem: 72_000_000n,
  maxBlockSteps: 20_000_000_000n,
  coinsPerUtxoByte: 4_310n,
} as const;

/** Fee of execution units: each redeemer's share as Blockfrost shows it, rounded up to a lovelace. */
export function executionFeeLovelace(mem: bigint, steps: bigint): bigint {
  // 0.0577 = 577 / 10,000 and 0.0000721 = 721 / 10,000,000, over a common denominator.
  const numerator = mem * 577_000n + steps * 721n;
  return (numerator + 9_999_999n) / 10_000_000n;
}

/** `/epochs/{number}/parameters` of Blockfrost. */
export function blockfrostParameters(epoch: number): Record<string, unknown> {
  const p = PROTOCOL_PARAMETERS;
  return {
    epoch,
    min_fee_a: p.minFeeA,
    min_fee_b: p.minFeeB,
    max_block_size: p.maxBlockBodyBytes,
    max_tx_size: p.maxTxBytes,
    max_block_header_size: 1100,
    key_deposit: p.keyDepositLovelace.toString(),
    pool_deposit: "500000000",
    e_max: 18,
    n_opt: 500,
    a0: 0.3,
    rho: 0.003,
    tau: 0.2,
    decentralisation_param: 0,
    extra_entropy: null,
    protocol_major_ver: 10,
    protocol_minor_ver: 0,
    min_utxo: p.coinsPerUtxoByte.toString(),
    min_pool_cost: "170000000",
    nonce: "1a3be38bcbb7911969283716ad7aa550250226b76a61fc51cc9a9a35d9276d81",
    // The deprecated form, with parameter names as keys, is left out: nullable in the description.
    cost_models: null,
    cost_models_raw: COST_MODELS,
    price_mem: p.priceMem,
    price_step: p.priceStep,
    max_tx_ex_mem: p.maxTxMem.toString(),
    max_tx_ex_steps: p.maxTxSteps.toString(),
    max_block_ex_mem: p.maxBlockMem.toString(),
    max_block_ex_steps: p.maxBlockSteps.toString(),
    max_val_size: "5000",
    collateral_percent: 150,
    max_collateral_inputs: 3,
    coins_per_utxo_size: p.coinsPerUtxoByte.toString(),
    coins_per_utxo_word: p.coinsPerUtxoByte.toString(),
    ...GOVERNANCE,
    min_fee_ref_script_cost_per_byte: 15,
  };
}

const GOVERNANCE = {
  pvt_motion_no_confidence: 0.51,
  pvt_committee_normal: 0.51,
  pvt_committee_no_confidence: 0.51,
  pvt_hard_fork_initiation: 0.51,
  dvt_motion_no_confidence: 0.67,
  dvt_committee_normal: 0.67,
  dvt_committee_no_confidence: 0.6,
  dvt_update_to_constitution: 0.75,
  dvt_hard_fork_initiation: 0.6,
  dvt_p_p_network_group: 0.67,
  dvt_p_p_economic_group: 0.67,
  dvt_p_p_technical_group: 0.67,
  dvt_p_p_gov_group: 0.75,
  dvt_treasury_withdrawal: 0.67,
  committee_min_size: "7",
  committee_max_term_length: "146",
  gov_action_lifetime: "6",
  gov_action_deposit: "100000000000",
  drep_deposit: "500000000",
  drep_activity: "20",
  pvtpp_security_group: 0.51,
  pvt_p_p_security_group: 0.51,
};
