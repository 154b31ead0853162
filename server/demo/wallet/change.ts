import { BuildError } from "@/server/chain/transaction/build-error";
import type { AssetUnit, Lovelace } from "@/server/domain/units";
import type { PaymentOutput } from "./output";
import type { PaymentInput } from "./payment-input";

/** What is left. Throws when more goes out than comes in. */
export function changeOf(payment: PaymentInput, feeLovelace: Lovelace): PaymentOutput {
  const assets: Record<AssetUnit, bigint> = {};
  const add = (held: Readonly<Record<AssetUnit, bigint>>, sign: bigint) => {
    for (const [unit, quantity] of Object.entries(held)) assets[unit] = (assets[unit] ?? 0n) + sign * quantity;
  };
  let lovelace = -feeLovelace;
  for (const input of payment.inputs) {
    lovelace += input.lovelace;
    add(input.assets, 1n);
  }
  add(payment.mint?.quantities ?? {}, 1n);
  for (const output of payment.outputs) {
    lovelace -= output.lovelace;
    add(output.assets, -1n);
  }
  if (lovelace < 0n) throw new BuildError(`The inputs lack ${-lovelace} lovelace for outputs and fee.`);
  for (const [unit, quantity] of Object.entries(assets)) {
    if (quantity < 0n) throw new BuildError(`The inputs lack ${-quantity} of the asset ${unit}.`);
  }
  return { address: payment.changeAddress, lovelace, assets: withoutZeros(assets) };
}

export function withoutZeros(assets: Readonly<Record<AssetUnit, bigint>>): Record<AssetUnit, bigint> {
  return Object.fromEntries(Object.entries(assets).filter(([, quantity]) => quantity !== 0n));
}
