import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import type { JsonClient } from "./http/client";

type Asked = { readonly address: string; readonly unit: AssetUnit | undefined };

/** An output that a server tells among those of an address, which with a unit hold that asset: it is one of them. */
export function checkHeld({ error }: Pick<JsonClient, "error">, output: TxOutput, { address, unit }: Asked): TxOutput {
  if (output.address !== address) throw error("lying", `an output of ${output.address} is among those of ${address}.`);
  if (unit && !output.assets[unit]) throw error("lying", without(unit));
  return output;
}

type Holding = { readonly address: string; readonly quantity: bigint | undefined };

/** Who holds how much of an asset, by the outputs that a server tells among those that hold it. */
export function addUpHeld({ error }: Pick<JsonClient, "error">, unit: AssetUnit, outputs: readonly Holding[]) {
  const held = new Map<string, bigint>();
  for (const { address, quantity } of outputs) {
    if (!quantity) throw error("lying", without(unit));
    held.set(address, (held.get(address) ?? 0n) + quantity);
  }
  return [...held].map(([address, quantity]) => ({ address, quantity }));
}

const without = (unit: AssetUnit) => `an output without ${unit} is among those that hold it.`;
