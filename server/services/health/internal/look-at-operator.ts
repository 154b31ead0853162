import { enterpriseAddress } from "@/server/domain/cardano/address";
import { enoughCollateral, judgeCollateral } from "@/server/domain/cardano/collateral";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf } from "@/server/domain/cardano/network";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import type { TxOutput } from "@/server/domain/ports";
import type { Lovelace, PosixMs } from "@/server/domain/units";
import { formatAda } from "@/server/words/format";
import type { PayoutContext } from "../../payout/payout-context";
import { loadLivePool } from "../../pool/load-pool";
import { rememberWallet } from "./remember-wallet";

/**
 * Whether this engine has the operator's key that the pool knows, and that key's address the collateral. What the
 * address holds is remembered, so that what leaves it is noticed.
 */
export async function lookAtOperator(
  { db, source, operator }: PayoutContext,
  nowMs: PosixMs,
): Promise<NamedPart<LookedAtPart>[]> {
  if (!operator) {
    const fact = "This engine has no operator's key, so it cannot pay.";
    return [healthPart("operator", { state: "failing", fact, next: "Set OPERATOR_KEY_FILE." })];
  }
  const own = keyHashOf(operator.publicKey());
  const datum = (await loadLivePool(db))?.datum;
  const known = datum?.operator ?? own;
  if (own !== known) {
    const fact = `This engine's key has the hash ${own}, but the pool's operator is ${known}.`;
    const next = `Set OPERATOR_KEY_FILE to that key, or have the approvers sign: npm run pool -- set-operator ${own}`;
    return [healthPart("operator", { state: "failing", fact, next })];
  }
  const [genesis, { collateralPercent }] = await Promise.all([source.genesis(), source.parameters()]);
  const address = enterpriseAddress(networkIdOf(genesis.networkMagic), operator.publicKey());
  const { height } = await source.tip();
  const wallet = await source.unspentOutputs(address);
  await rememberWallet({ db, source }, { address, outputs: wallet, height }, nowMs);
  return [judgeOperator({ wallet, address, collateralPercent, maxFeeLovelace: datum?.maxFeeLovelace ?? HIGHEST_FEE })];
}

/** Of whatever the contract allows for one transaction, where the pool is not known yet. */
const HIGHEST_FEE: Lovelace = 10_000_000n;

/** So many scripts that fail after all may stop payouts at the earliest: time to send more. */
const FEW_FAILURES = 2;

type Held = {
  readonly wallet: readonly TxOutput[];
  readonly address: string;
  readonly collateralPercent: number;
  /** The most that a transaction of the pool may cost. */
  readonly maxFeeLovelace: Lovelace;
};

/**
 * Payouts pay their fees out of the pool. The operator's ADA is the collateral, which the ledger takes only of a script
 * that fails after all; so it lasts for failures, and not for days.
 */
export function judgeOperator({
  wallet,
  address,
  collateralPercent: percent,
  maxFeeLovelace,
}: Held): NamedPart<LookedAtPart> {
  const held = formatAda(wallet.reduce((sum, { lovelace }) => sum + lovelace, 0n));
  const enough = formatAda(enoughCollateral(percent));
  const verdict = judgeCollateral(wallet, percent, maxFeeLovelace);
  const none = `The operator's address holds ${held} and no collateral, so nothing can be committed.`;
  switch (verdict.kind) {
    case "there": {
      const { collateral, bears } = verdict;
      const what = `The operator's address holds ${held}, with a collateral of ${formatAda(collateral.lovelace)}`;
      const fact = `${what}. Payouts do not use it up: it bears ${sayFailures(bears)} after all.`;
      if (bears >= FEW_FAILURES) return healthPart("operator", { state: "ok", fact });
      const next = `Send another output of ${enough} or more, without tokens, to ${address}`;
      return healthPart("operator", { state: "warning", fact, next });
    }
    case "scattered": {
      const next = `It is enough, but in no output of ${enough} without tokens. Make one: npm run pool -- collateral --execute`;
      return healthPart("operator", { state: "failing", fact: none, next });
    }
    case "too-little": {
      const next = `Send one output of at least ${enough}, without tokens, to ${address}`;
      return healthPart("operator", { state: "failing", fact: none, next });
    }
  }
}

const sayFailures = (count: number) => (count === 1 ? "1 script that fails" : `${count} scripts that fail`);
