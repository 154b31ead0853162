import type { Hex } from "../units";
import type { Named } from "./data";
import type { Running } from "./expected";

/** An output as it must be; `what` is for words. */
export type WantedOutput = {
  readonly what: string;
  readonly address: Hex;
  readonly lovelace: bigint;
  readonly assets: ReadonlyMap<string, bigint>;
  readonly datum: Named | null;
  readonly scriptHash: Hex | null;
};

/** A redeemer as it must be: of the input, policy or account at this place in the ledger's order. */
export type WantedRedeemer = { readonly what: string; readonly pointer: string; readonly data: Named };

/** All that the bytes must say besides fee, validity and collateral, which have rules of their own. */
export type Wanted = {
  readonly inputs: readonly string[];
  readonly outputs: readonly WantedOutput[];
  readonly opened: readonly Hex[];
  readonly withdrawals: readonly string[];
  readonly mint: ReadonlyMap<string, bigint>;
  readonly signatories: readonly Hex[];
  readonly referenceInputs: readonly string[];
  readonly referenceBytes: number;
  readonly redeemers: readonly WantedRedeemer[];
  /** Key hashes of all who must sign: signatories, and the owners of what is spent or at stake. */
  readonly signers: readonly Hex[];
  readonly problems: readonly string[];
};

/** Redeemers' tags (Conway CDDL, `redeemer_tag`). */
export const [SPEND, MINTING, REWARD] = [0, 1, 3];

export const showRef = ({ txHash, index }: { readonly txHash: Hex; readonly index: number }): string =>
  `${txHash}#${index}`;

/** The scripts that it reads. */
export function references(expected: Pick<Running, "referenceScripts">, isGoverned: boolean) {
  const { pool, governor } = expected.referenceScripts;
  const read = isGoverned ? [pool, governor] : [pool];
  return {
    referenceInputs: read.map(({ ref }) => showRef(ref)),
    referenceBytes: read.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** Prize money as an output holds it. */
export function assetsOf(
  asset: { readonly policyId: Hex; readonly assetName: Hex } | null,
  tokens: bigint,
  others: readonly (readonly [string, bigint])[] = [],
): Map<string, bigint> {
  if (tokens !== 0n && !asset) throw new RangeError("tokens are to be moved, and there is no prize asset");
  const prize = asset && tokens !== 0n ? [[asset.policyId + asset.assetName, tokens] as const] : [];
  return new Map([...others, ...prize]);
}
