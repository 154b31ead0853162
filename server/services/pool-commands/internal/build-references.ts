import {
  type BuiltReferenceScripts,
  buildReferenceScripts,
  deploymentNeeds,
} from "@/server/chain/pool/build-reference-scripts";
import { chooseCollateral } from "@/server/domain/cardano/collateral";
import { compareRefs, isSameRef } from "@/server/domain/cardano/out-ref";
import { compareAmounts } from "@/server/domain/integers";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import { ServiceError } from "../../errors";
import type { SeenPool } from "../find-pool";
import { LIFETIME_MS } from "./lifetime";

/** Of what is built now: to the end of the next half hour. */
export const LONGEST_MS = 2 * LIFETIME_MS;

type Building = {
  readonly seen: Pick<SeenPool, "script" | "chain" | "tip">;
  /** All outputs at `address`, the payer's. */
  readonly wallet: readonly TxOutput[];
  readonly address: string;
  /** What an earlier attempt spends that may yet land; null if there is none. */
  readonly begun: OutRef | null;
};

/**
 * The transaction that locks both scripts once more. It spends one output: the one that an earlier attempt spends, so
 * that two can never both land; and whoever builds it again within half an hour gets the same bytes. Throws
 * ServiceError.
 */
export function buildReferences({ seen, wallet, address, begun }: Building): {
  readonly built: BuiltReferenceScripts;
  readonly spends: OutRef;
} {
  const { script, chain, tip } = seen;
  const { firstLovelace } = deploymentNeeds({ script, chain, opensAccount: false });
  const again = begun && wallet.find(({ ref }) => isSameRef(ref, begun));
  const funding = again ?? chooseFunding(wallet, firstLovelace, chain.parameters.collateralPercent);
  if (!funding) {
    throw new ServiceError(
      "bad-input",
      `the payer's address ${address} has no output of ${firstLovelace} lovelace or more, without tokens, besides its collateral: send one to it`,
    );
  }
  const built = buildReferenceScripts({
    ...{ script, chain, funding: [funding], changeAddress: address },
    validUntilSlot: lastSlot(tip.slot, Math.floor(LIFETIME_MS / chain.slots.slotLengthMs)),
    opensAccount: false,
  });
  return { built, spends: funding.ref };
}

/** The same for all who begin within a lifetime, and at least one ahead. */
function lastSlot(now: Slot, lifetime: Slot): Slot {
  return (Math.floor(now / lifetime) + 2) * lifetime;
}

/** The smallest that is enough, so that what others need stays. Never the collateral, which payouts name. */
function chooseFunding(wallet: readonly TxOutput[], leastLovelace: bigint, percent: number): TxOutput | undefined {
  const collateral = chooseCollateral(wallet, percent);
  return wallet
    .filter((output) => output !== collateral && isPlain(output) && output.lovelace >= leastLovelace)
    .sort((a, b) => compareAmounts(a.lovelace, b.lovelace) || compareRefs(a.ref, b.ref))[0];
}

/** ADA and nothing else. */
function isPlain({ assets, inlineDatum, datumHash, referenceScriptHash }: TxOutput): boolean {
  return Object.keys(assets).length === 0 && inlineDatum === null && datumHash === null && referenceScriptHash === null;
}
