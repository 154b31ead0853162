import { toCanonicalJson } from "../canonical";
import { contentHashOf } from "../hash";
import type { PoolTerms } from "../rewards/pool-terms";
import type { OpeningBalance, SnapshotBlock } from "../rewards/snapshot";
import { compareText } from "../text-order";
import type { DayIndex, Hex, Lovelace } from "../units";
import type { Closing } from "./closing";

/** All that a day's rewards follow from. The tables at the block are told by the block and the scan's epoch there. */
export type SnapshotInputs = SnapshotBlock &
  PoolTerms & {
    readonly dayIndex: DayIndex;
    /** How often what was read up to the block has changed afterwards. */
    readonly scanEpoch: number;
    readonly rulesVersion: number;
    readonly rulesHash: Hex;
    /** Of the contract's settings. */
    readonly settingsHash: Hex;
    /** The report of the day before; null where there is none. */
    readonly previousReportHash: Hex | null;
    /** What the pool's last plan left unpaid; both null where that is nothing. */
    readonly openPlan: Hex | null;
    readonly openLeft: Hex | null;
    readonly openingHash: Hex;
    readonly freePoolLovelace: Lovelace;
    /** The most that the pool pays for a transaction. */
    readonly maxFeeLovelace: Lovelace;
    readonly coinsPerUtxoByte: Lovelace;
    /** Of all protocol parameters: they decide what a transaction costs and may be. */
    readonly parametersHash: Hex;
    /** Set where people have closed the day, so that it pays nothing. */
    readonly closing: Closing | null;
  };

/** Two readings of a day have the same id only if nothing that they are read from differs. */
export function snapshotIdOf(inputs: SnapshotInputs): Hex {
  return contentHashOf(toCanonicalJson(inputs));
}

/** Of what is carried and of what is open; the same in whatever order the balances come. */
export function openingHashOf(opening: readonly OpeningBalance[], open: readonly OpeningBalance[]): Hex {
  const sorted = (balances: readonly OpeningBalance[]) =>
    balances.map(({ address, lovelace }) => ({ address, lovelace })).sort((a, b) => compareText(a.address, b.address));
  return contentHashOf(toCanonicalJson({ opening: sorted(opening), open: sorted(open) }));
}
