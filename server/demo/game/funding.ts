import { hexToBytes } from "@noble/hashes/utils";
import { minimumFee } from "@/server/chain/transaction/fee";
import { chooseFunding } from "@/server/chain/transaction/funding";
import { outputBytes } from "@/server/domain/cardano/minimum-output";
import type { ProtocolParameters, TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import type { PaymentOutput } from "../wallet/output";
import { buildPayments } from "../wallet/pay-many";
import { signPayment } from "../wallet/payment";
import type { Mint } from "../wallet/payment-input";
import type { Wallet } from "../wallet/seed";
import type { Outgoing } from "./land";
import type { Terms } from "./terms";

const CHANGE_LOVELACE: Lovelace = 3_000_000n;
/** What a transaction of many outputs has besides outputs. Only for an estimate. */
const FRAME_BYTES = 1_500;
const LOVELACE_AN_ADA = 1_000_000n;

export class UnfundedError extends Error {
  override readonly name = "UnfundedError";
  constructor(
    readonly address: string,
    readonly holdsLovelace: Lovelace,
    readonly neededLovelace: Lovelace,
    purpose: string,
  ) {
    super(
      `The funding address ${address} holds ${ada(holdsLovelace)} ADA; ${purpose} needs ${ada(neededLovelace)} ADA ` +
        `with fees and change. Send at least ${ada(neededLovelace - holdsLovelace)} more to it (test ADA, from a faucet).`,
    );
  }
}

/** Signed payments of one wallet, chained; not submitted. */
export type Funding = {
  readonly outgoing: readonly Outgoing[];
  /** The requested outputs, in the same order. */
  readonly paid: readonly TxOutput[];
  /** The wallet's outputs afterwards. */
  readonly left: readonly TxOutput[];
};

export type FundingRequest = {
  readonly wallet: Wallet;
  readonly available: readonly TxOutput[];
  readonly outputs: readonly PaymentOutput[];
  readonly mint?: Mint;
  readonly terms: Terms;
  /** For the error: "the game of 1000 players". */
  readonly purpose: string;
};

/** Throws an `UnfundedError` that names the address and the amount it needs. */
export function writeFunding(request: FundingRequest): Funding {
  const { wallet, available, outputs, mint, terms } = request;
  const { parameters, validUntilSlot } = terms;
  const lovelace = sumLovelace(outputs);
  const maxFeeLovelace = estimateFees(outputs, parameters);
  const holds = sumLovelace(available.filter(({ referenceScriptHash }) => referenceScriptHash === null));
  const needed = lovelace + maxFeeLovelace + CHANGE_LOVELACE;
  if (holds < needed) throw new UnfundedError(wallet.address, holds, needed, request.purpose);
  const inputs = chooseFunding(available, { lovelace, tokens: 0n }, null, maxFeeLovelace);
  const payments = buildPayments({
    inputs,
    outputs,
    mint,
    changeAddress: wallet.address,
    parameters,
    validUntilSlot,
  });
  const outgoing = payments.map((built, wave) => ({
    hash: built.txHash,
    bytes: hexToBytes(signPayment(built, [wallet.paymentKey])),
    wave,
    validUntilSlot,
  }));
  const change = payments.at(-1)?.outputs.at(-1);
  const paid = payments.flatMap((built) => built.outputs.slice(0, -1));
  if (!change || paid.length !== outputs.length) throw new Error("The payments do not make the requested outputs.");
  const left = [...available.filter((output) => !inputs.includes(output)), change];
  return { outgoing, paid, left };
}

export function sumLovelace(outputs: readonly { readonly lovelace: Lovelace }[]): Lovelace {
  return outputs.reduce((total, { lovelace }) => total + lovelace, 0n);
}

/** An upper estimate of the fees, as if every transaction were full. */
function estimateFees(outputs: readonly PaymentOutput[], parameters: ProtocolParameters): Lovelace {
  const bytes = outputs.reduce((total, output) => total + outputBytes(output), 0);
  const transactions = 1 + Math.floor(bytes / (parameters.maxTxSize - FRAME_BYTES));
  return BigInt(transactions) * minimumFee(parameters, parameters.maxTxSize, { mem: 0n, steps: 0n }, 0);
}

/** Exact, with up to six decimals. */
function ada(lovelace: Lovelace): string {
  const fraction = (lovelace % LOVELACE_AN_ADA).toString().padStart(6, "0").replace(/0+$/, "");
  return `${lovelace / LOVELACE_AN_ADA}${fraction && `.${fraction}`}`;
}
