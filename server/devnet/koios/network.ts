import type { ChainView } from "../api/view";
import { epochOfSlot, epochStartSlot, slotToTimeMs } from "../ledger/genesis";
import { blockfrostParameters } from "../ledger/protocol-parameters";
import { ERA, seconds } from "./blocks";
import type { Row } from "./postgrest";
import { type Functions, wholeNumber } from "./router";

export const networkFunctions: Functions = {
  "GET /genesis": ({ view }) => [genesisRow(view)],
  "GET /era_summaries": ({ view }) => eraRows(view),
  "GET /epoch_params": (request) => {
    const tip = tipEpoch(request.view);
    const epoch = wholeNumber(request, "_epoch_no", tip);
    if (request.args._epoch_no !== undefined) return epoch <= tip ? [parameterRow(epoch)] : [];
    return Array.from({ length: tip + 1 }, (_, before) => parameterRow(tip - before));
  },
};

const tipEpoch = (view: ChainView) => epochOfSlot(view.chain.genesis, view.tip.slot).epoch;

/** Almost all are texts. */
function genesisRow({ chain: { genesis } }: ChainView): Row {
  return {
    networkmagic: genesis.networkMagic.toString(),
    networkid: "Testnet",
    activeslotcoeff: genesis.activeSlotsCoefficient.toString(),
    updatequorum: "5",
    maxlovelacesupply: "45000000000000000",
    epochlength: genesis.currentEra.epochLength.toString(),
    systemstart: genesis.systemStartMs / 1000,
    slotsperkesperiod: "129600",
    slotlength: (genesis.currentEra.slotLengthMs / 1000).toString(),
    maxkesrevolutions: "62",
    securityparam: genesis.securityParam.toString(),
    alonzogenesis: "{}",
  };
}

/** The epochs in which eras began; neither slots nor their length. Koios knows one change of that: Byron's end. */
function eraRows(view: ChainView): Row[] {
  const { genesis } = view.chain;
  return genesis.eras.map((era) => {
    const isCurrent = era === genesis.currentEra;
    const startSlot = epochStartSlot(genesis, era.startEpoch);
    return {
      era: isCurrent ? ERA : "Byron",
      protocol_major: isCurrent ? 10 : 0,
      protocol_minor: 0,
      ledger_protocol: isCurrent ? "Praos" : "Ouroboros Classic",
      consensus_mechanism: "Ouroboros",
      notes: null,
      epoch_no: era.startEpoch,
      first_block_time: seconds(slotToTimeMs(genesis, startSlot)),
      first_block_hash: view.blocks().find(({ slot }) => slot >= startSlot)?.hash ?? null,
    };
  });
}

/** Deposits and the price of a byte are texts, the rest are numbers. */
function parameterRow(epoch: number): Row {
  const p = blockfrostParameters(epoch);
  return {
    epoch_no: epoch,
    era: ERA,
    min_fee_a: p.min_fee_a,
    min_fee_b: p.min_fee_b,
    max_block_size: p.max_block_size,
    max_tx_size: p.max_tx_size,
    max_bh_size: p.max_block_header_size,
    key_deposit: p.key_deposit,
    pool_deposit: p.pool_deposit,
    max_epoch: p.e_max,
    optimal_pool_count: p.n_opt,
    influence: p.a0,
    monetary_expand_rate: p.rho,
    treasury_growth_rate: p.tau,
    decentralisation: 0,
    extra_entropy: null,
    protocol_major: p.protocol_major_ver,
    protocol_minor: p.protocol_minor_ver,
    min_utxo_value: "0",
    min_pool_cost: p.min_pool_cost,
    nonce: p.nonce,
    block_hash: null,
    cost_models: p.cost_models_raw,
    price_mem: p.price_mem,
    price_step: p.price_step,
    max_tx_ex_mem: Number(p.max_tx_ex_mem),
    max_tx_ex_steps: Number(p.max_tx_ex_steps),
    max_block_ex_mem: Number(p.max_block_ex_mem),
    max_block_ex_steps: Number(p.max_block_ex_steps),
    max_val_size: Number(p.max_val_size),
    collateral_percent: p.collateral_percent,
    max_collateral_inputs: p.max_collateral_inputs,
    coins_per_utxo_size: p.coins_per_utxo_size,
    gov_action_deposit: p.gov_action_deposit,
    drep_deposit: p.drep_deposit,
    drep_activity: Number(p.drep_activity),
    min_fee_ref_script_cost_per_byte: p.min_fee_ref_script_cost_per_byte,
  };
}
