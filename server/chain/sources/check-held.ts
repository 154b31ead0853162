import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import type { JsonClient } from "./http/client";

type Asked = { readonly address: string; readonly unit: AssetUnit | undefined };

/** An output that a server tells among those of an address, which with a unit hold that asset: it is one of them. */
export function checkHeld({ error }: Pick<JsonClient, "error">, output: TxOutput, { address, unit }: Asked): TxOutput {
  if (output.address !== address) throw error("lying", `an output of ${output.address} is among those of ${address}.`);
  if (unit && !output.assets[unit]) throw error("lying", `an output without ${unit} is among those that hold it.`);
  return output;
}
