import type { Rules } from "@/server/domain/rules/rules";
import type { AssetUnit, Height, Hex } from "@/server/domain/units";

/** What the scanner follows. */
export type Tracking = {
  readonly gameAddress: string;
  readonly prizeAsset: AssetUnit;
  readonly stateToken: AssetUnit;
  /** History up to this block is read in bulk, without every header. */
  readonly startHash: Hex;
  readonly startHeight: Height;
  readonly rules: Rules;
  readonly rulesVersion: number;
};

/** Where the scanner has got to. Height -1: nowhere yet. */
export type Cursor = { readonly height: Height; readonly hash: Hex };

export const NOWHERE: Cursor = { height: -1, hash: "" };

export function trackingKey(tracking: Tracking): string {
  return [tracking.gameAddress, tracking.prizeAsset, tracking.stateToken].join(" ");
}

/** The source contradicts itself, or what we hold. Nothing is written; the next look decides. */
export class InconsistentSource extends Error {
  override readonly name = "InconsistentSource";
}
