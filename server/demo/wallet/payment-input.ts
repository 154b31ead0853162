import type { ProtocolParameters, TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Slot } from "@/server/domain/units";
import type { NativeScript } from "./native-script";
import type { PaymentOutput } from "./output";

export type Mint = {
  readonly policy: NativeScript;
  /** By unit; every one under this policy. Negative burns. */
  readonly quantities: Readonly<Record<AssetUnit, bigint>>;
};

export type PaymentInput = {
  /** All of them are spent. Their owners are keys, and they hold no reference script. */
  readonly inputs: readonly TxOutput[];
  readonly outputs: readonly PaymentOutput[];
  readonly mint?: Mint | undefined;
  /** Gets what is left, tokens included, as the last output. There must be enough for one. */
  readonly changeAddress: string;
  readonly parameters: ProtocolParameters;
  /** First slot in which it can no longer land. */
  readonly validUntilSlot: Slot;
};
