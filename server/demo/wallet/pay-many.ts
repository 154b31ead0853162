import { BuildError } from "@/server/chain/transaction/build-error";
import { outputBytes } from "@/server/domain/cardano/minimum-output";
import type { PaymentOutput } from "./output";
import { type BuiltPayment, buildPayment } from "./payment";
import type { PaymentInput } from "./payment-input";

/** The heads of the output list and of amounts grow with their number. */
const SPARE_BYTES = 24;

/**
 * Puts the outputs into as few transactions as the size limit allows, each spending the change of the one before. The
 * first spends all inputs and mints. Outputs keep their order.
 */
export function buildPayments(payment: PaymentInput): BuiltPayment[] {
  const built: BuiltPayment[] = [];
  let rest = payment.outputs;
  let next: PaymentInput = payment;
  do {
    const frame = buildPayment({ ...next, outputs: [] }).signedSizeBytes + SPARE_BYTES;
    const count = countThatFit(rest, payment.parameters.maxTxSize - frame);
    if (count === 0 && rest.length > 0) throw new BuildError("The inputs leave no room for an output.");
    const transaction = buildPayment({ ...next, outputs: rest.slice(0, count) });
    built.push(transaction);
    rest = rest.slice(count);
    next = { ...payment, inputs: transaction.outputs.slice(count), mint: undefined };
  } while (rest.length > 0);
  return built;
}

function countThatFit(outputs: readonly PaymentOutput[], roomBytes: number): number {
  let used = 0;
  for (const [index, output] of outputs.entries()) {
    used += outputBytes(output);
    if (used > roomBytes) return index;
  }
  return outputs.length;
}
