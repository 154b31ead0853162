import type { Block, View } from "../chain/chain";
import { NETWORK_MAGIC, SECURITY_PARAM, SYSTEM_START_S } from "../chain/terms";
import type { Output, Ref, TestTransaction } from "../chain/transaction";
import type { Listed } from "./listed";

/* The shapes of Blockfrost's answers, as far as anybody reads them. */

export const GENESIS = { network_magic: NETWORK_MAGIC, system_start: SYSTEM_START_S, security_param: SECURITY_PARAM };

export const ERAS = [
  {
    start: { time: 0, slot: 0, epoch: 0 },
    end: null,
    parameters: { epoch_length: 432_000, slot_length: 1, safe_zone: 129_600 },
  },
];

const secondsOf = ({ slot }: Block) => SYSTEM_START_S + slot;

export function blockRow(block: Block, view: View) {
  const tip = view.at(-1) ?? block;
  return {
    time: secondsOf(block),
    height: block.height,
    hash: block.hash,
    slot: block.slot,
    tx_count: block.transactions.length,
    previous_block: block.previous?.hash ?? null,
    next_block: view.find(({ previous }) => previous === block)?.hash ?? null,
    confirmations: tip.height - block.height,
  };
}

export const transactionRow = (id: string, block: Block, index: number) => ({
  tx_hash: id,
  tx_index: index,
  block_height: block.height,
  block_time: secondsOf(block),
});

export const placeRow = ({ transaction, block, index }: Listed) => ({
  hash: transaction.id,
  block: block.hash,
  block_height: block.height,
  block_time: secondsOf(block),
  slot: block.slot,
  index,
  fees: transaction.feeLovelace.toString(),
  redeemer_count: transaction.collateral.length,
  valid_contract: transaction.valid,
});

const amountOf = ({ lovelace, tokens }: Output) =>
  [["lovelace", lovelace] as const, ...Object.entries(tokens)].map(([unit, quantity]) => ({
    unit,
    quantity: quantity.toString(),
  }));

const outputRow = (output: Output, index: number) => ({
  address: output.to.text,
  amount: amountOf(output),
  output_index: index,
  data_hash: null,
  inline_datum: output.datum && Buffer.from(output.datum).toString("hex"),
  reference_script_hash: null,
});

/** Declared inputs and outputs, and the collateral with its flag. */
export function utxosRow(transaction: TestTransaction, resolve: (ref: Ref) => Output | null) {
  const { id, inputs, outputs, collateral, collateralReturn, valid } = transaction;
  const inputRow = (ref: Ref, isCollateral: boolean) => {
    const output = resolve(ref);
    return output
      ? [{ ...outputRow(output, ref.index), tx_hash: ref.id, collateral: isCollateral, reference: false }]
      : [];
  };
  const spent = (isCollateral: boolean) => (ref: Ref) => inputRow(ref, isCollateral);
  const returned = collateralReturn ? [{ ...outputRow(collateralReturn, outputs.length), collateral: true }] : [];
  return {
    hash: id,
    inputs: [...inputs.flatMap(spent(false)), ...collateral.flatMap(spent(true))],
    outputs: [...(valid ? outputs.map(outputRow).map((row) => ({ ...row, collateral: false })) : []), ...returned],
  };
}
