import type { OutRef, Transaction } from "../codec/types";
import type { Chain } from "../ledger/chain";
import { parseTarget } from "./addresses";
import { badRequest, invalidAddress, notFound } from "./errors";
import { paginate } from "./paging";
import { type ApiRequest, get, param } from "./router";
import { outputShape, refShape, sumAmounts } from "./shapes";
import { transactionSummary } from "./transactions";

export const mempoolRoutes = [
  get("/mempool", ({ view, query }) => paginate(waiting(view.chain), query).map(({ hash }) => ({ tx_hash: hash }))),
  get("/mempool/addresses/:address", (request) => {
    const target = parseTarget(param(request, "address"));
    if (!target) throw invalidAddress();
    const touching = waiting(request.view.chain).filter((tx) => touches(request.view.chain, tx, target.key));
    return paginate(touching, request.query).map(({ hash }) => ({ tx_hash: hash }));
  }),
  get("/mempool/:hash", (request) => mempoolShape(request)),
];

const waiting = (chain: Chain): Transaction[] => chain.mempool.entries.map((entry) => entry.tx);

function addressOf(chain: Chain, ref: OutRef) {
  const pending = chain.mempool.find(ref.txHash)?.tx.outputs[ref.index];
  return (pending ?? chain.index.output(ref)?.output)?.address;
}

function touches(chain: Chain, tx: Transaction, key: string): boolean {
  const addresses = [...tx.outputs.map((output) => output.address), ...tx.inputs.map((ref) => addressOf(chain, ref))];
  return addresses.some((address) => key === `addr:${address?.text}` || key === `cred:${address?.payment?.hash}`);
}

function mempoolShape(request: ApiRequest) {
  const { chain } = request.view;
  const hash = param(request, "hash").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw badRequest("Missing or malformed transaction hash.");
  const tx = chain.mempool.find(hash)?.tx;
  if (!tx) throw notFound();
  const inputs = (refs: readonly OutRef[], collateral: boolean, reference: boolean) =>
    refs.map((ref) => refShape(ref, addressOf(chain, ref)?.text, { collateral, reference }));
  return {
    tx: {
      hash: tx.hash,
      output_amount: sumAmounts(tx.outputs),
      fees: tx.feeLovelace.toString(),
      ...transactionSummary(tx),
    },
    inputs: [
      ...inputs(tx.inputs, false, false),
      ...inputs(tx.referenceInputs, false, true),
      ...inputs(tx.collateral, true, false),
    ],
    outputs: [
      ...tx.outputs.map((output) => ({ ...outputShape(output), collateral: false })),
      ...(tx.collateralReturn ? [{ ...outputShape(tx.collateralReturn), collateral: true }] : []),
    ],
    redeemers: tx.redeemers.map((redeemer) => ({
      tx_index: redeemer.index,
      purpose: redeemer.purpose,
      unit_mem: redeemer.mem.toString(),
      unit_steps: redeemer.steps.toString(),
    })),
  };
}
