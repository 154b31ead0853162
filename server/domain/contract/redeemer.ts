import { constr, parseData, serialiseData } from "../cardano/plutus-data";
import type { Hex } from "../units";
import { type ExpireRedeemer, isAct, type PayRedeemer, type PoolRedeemer } from "./acts";
import type { CommittedBatch } from "./commitment";
import { amountFromData, amountToData } from "./datum";
import { asBytes, asConstr, asCount, fieldsOf, ShapeError } from "./shape";

/*
 * Redeemers as they are on chain. The constructor indices are those of contracts/lib/pool.ak, fixed for ever:
 * codecs.test.ts holds them against the blueprint.
 */

/** `Redeemer`: what the pool's own validator is asked. */
export const REDEEMER_INDEX = { pay: 0, expire: 1, govern: 2 } as const;

/** `MintRedeemer`: what the state token's policy is asked. */
export const MINT_REDEEMER: Hex = serialiseData(constr(0));
export const BURN_REDEEMER: Hex = serialiseData(constr(1));

/** What pays a batch. */
export function payRedeemer({ total, payouts, next }: CommittedBatch): PayRedeemer {
  return { kind: "pay", total, outputs: payouts.length, next };
}

/** Redeemer of the pool's input. */
export function encodeRedeemer(redeemer: PoolRedeemer): Hex {
  if (isAct(redeemer)) return serialiseData(constr(REDEEMER_INDEX.govern));
  if (redeemer.kind === "expire") return serialiseData(constr(REDEEMER_INDEX.expire));
  const { total, outputs, next } = redeemer;
  return serialiseData(constr(REDEEMER_INDEX.pay, amountToData(total), BigInt(outputs), next));
}

/** Reads the redeemer of a pool's input; null where it says that the governor decides. Throws a ShapeError. */
export function decodeRedeemer(cbor: Hex): PayRedeemer | ExpireRedeemer | null {
  const data = parseData(cbor);
  const { constr: index } = asConstr(data, "redeemer");
  switch (index) {
    case REDEEMER_INDEX.pay: {
      const [total, outputs, next] = fieldsOf(data, index, 3, "Pay");
      return {
        kind: "pay",
        total: amountFromData(total, "total"),
        outputs: asCount(outputs, "outputs"),
        next: asBytes(next, "next"),
      };
    }
    case REDEEMER_INDEX.expire:
      fieldsOf(data, index, 0, "Expire");
      return { kind: "expire" };
    case REDEEMER_INDEX.govern:
      fieldsOf(data, index, 0, "Govern");
      return null;
    default:
      throw new ShapeError(`redeemer: constructor ${index} is not known here`);
  }
}
