import { showRef } from "@/server/domain/cardano/out-ref";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import type { OutputAnswer } from "./answers";
import type { GraphqlClient } from "./client";
import { unitOf } from "./naming";

/**
 * An output in the domain's form. The server does not tell the hash of a datum that is not inline: it is null here. An
 * output with a token that the server has not named yet is not told at all, since what it holds is not known.
 */
export function toOutput(client: GraphqlClient, answer: OutputAnswer): TxOutput {
  const ref = { txHash: answer.txHash, index: answer.index };
  if (answer.tokens.some(({ asset }) => asset === null)) {
    const text = `output ${showRef(ref)} holds a token that it has not named yet. It names new tokens within minutes.`;
    throw client.error("unavailable", text);
  }
  const held = Object.entries(Object.fromEntries(quantitiesOf(client, answer)));
  return {
    ref,
    address: answer.address,
    lovelace: answer.value,
    assets: Object.fromEntries(held.sort(([a], [b]) => (a < b ? -1 : 1))),
    inlineDatum: answer.datum?.bytes ?? null,
    datumHash: null,
    referenceScriptHash: answer.script?.hash ?? null,
  };
}

/** What an output holds of the assets that have a name. */
export function quantitiesOf(client: GraphqlClient, answer: OutputAnswer): Map<AssetUnit, bigint> {
  const quantities = new Map<AssetUnit, bigint>();
  for (const { asset, quantity } of answer.tokens) {
    if (!asset) continue;
    const unit = unitOf(asset);
    if (quantities.has(unit)) {
      throw client.error(
        "wrong-answer",
        `output ${showRef({ txHash: answer.txHash, index: answer.index })} names ${unit} twice.`,
      );
    }
    quantities.set(unit, quantity);
  }
  return quantities;
}
