import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf } from "@/server/domain/cardano/network";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { formatAda } from "@/server/words/format";
import { ServiceError } from "../../errors";
import type { PayoutContext } from "../../payout/payout-context";
import { loadLivePool } from "../../pool/load-pool";
import { requireCollateral } from "../../pool/spend-basis";

/** Whether this engine has the operator's key that the pool knows, and that key's address the collateral. */
export async function lookAtOperator({ db, source, operator }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  if (!operator) {
    const fact = "This engine has no operator's key, so it cannot pay.";
    return [healthPart("operator", { state: "failing", fact, next: "Set OPERATOR_KEY_FILE." })];
  }
  const own = keyHashOf(operator.publicKey());
  const known = (await loadLivePool(db))?.datum.operator ?? own;
  if (own !== known) {
    const fact = `This engine's key has the hash ${own}, but the pool's operator is ${known}.`;
    const next = `Set OPERATOR_KEY_FILE to that key, or have the approvers sign: npm run pool -- set-operator ${own}`;
    return [healthPart("operator", { state: "failing", fact, next })];
  }
  const [genesis, { collateralPercent }] = await Promise.all([source.genesis(), source.parameters()]);
  const address = enterpriseAddress(networkIdOf(genesis.networkMagic), operator.publicKey());
  const wallet = await source.unspentOutputs(address);
  const held = formatAda(wallet.reduce((sum, { lovelace }) => sum + lovelace, 0n));
  try {
    const { lovelace } = requireCollateral(wallet, address, collateralPercent);
    const fact = `The operator's address holds ${held}, with a collateral of ${formatAda(lovelace)}.`;
    return [healthPart("operator", { state: "ok", fact })];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const fact = `The operator's address holds ${held} and no collateral, so nothing can be committed.`;
    return [healthPart("operator", { state: "failing", fact, next: error.message })];
  }
}
