import { minimumFee } from "@/server/chain/transaction/fee";
import { minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import type { AssetUnit, Lovelace } from "@/server/domain/units";
import type { Move } from "./moves";
import { mainAddress } from "./people";
import type { Terms } from "./terms";

/** The most that a player's transaction takes, with up to 25 inputs. */
const MOVE_BYTES = 1_500;

/** The most that a move can cost. The person keeps the rest. */
export function costOf(move: Move, unit: AssetUnit, { parameters }: Terms): Lovelace {
  const fee = minimumFee(parameters, MOVE_BYTES, { mem: 0n, steps: 0n }, 0);
  if (move.kind === "play") return move.lovelace + fee;
  const sold = { address: mainAddress(move.buyer), lovelace: 0n, assets: { [unit]: move.quantity } };
  return minimumOutputLovelace(sold, parameters.coinsPerUtxoByte) + fee;
}
