import { z } from "zod";
import { DIALECT_NAMES } from "./dialects";
import { FaultRule } from "./faults";

/* Bodies of the control API: checked by the server, sent by the client. */

export const MineBody = z.strictObject({ blocks: z.int().min(1).max(100_000).default(1) });

/** Chain time to skip, and how many blocks to make at its end (default 1). */
export const AdvanceBody = z
  .strictObject({
    ms: z.number().min(0).optional(),
    slots: z.int().min(0).optional(),
    blocks: z.int().min(0).default(1),
  })
  .refine((body) => (body.ms === undefined) !== (body.slots === undefined), "give either ms or slots");

export const RollbackBody = z.strictObject({ blocks: z.int().min(1), drop: z.boolean().default(false) });
export const FaultsBody = z.strictObject({ rules: z.array(FaultRule) });
/** Its server is gone as if it had died, and nothing brings it back. */
export const EndDialectBody = z.strictObject({ name: z.enum(DIALECT_NAMES) });
export const SpeedBody = z.strictObject({ speed: z.number().min(0) });
/** For `fund` and `reward`. */
export const GiveBody = z.strictObject({ address: z.string(), lovelace: z.string().regex(/^[1-9]\d*$/) });

export type MineRequest = z.input<typeof MineBody>;
export type AdvanceRequest = z.input<typeof AdvanceBody>;
export type RollbackRequest = z.input<typeof RollbackBody>;

export type DevnetTip = {
  readonly hash: string;
  readonly height: number;
  readonly slot: number;
  readonly timeMs: number;
};

export type DevnetState = {
  readonly tip: DevnetTip;
  readonly nowMs: number;
  readonly currentSlot: number;
  readonly speed: number;
  readonly mining: boolean;
  readonly mempool: readonly string[];
  readonly faults: readonly FaultRule[];
  readonly fundingAddress: string | null;
  readonly heapMiB: number;
};
