import { z } from "zod";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { block, dayIndex, dayState, hash, height, lovelace, timeMs } from "./common";

export const poolOutput = z.object({
  network: z.string().meta({ description: "mainnet, preprod, preview, or magic<number>.", example: "mainnet" }),
  policyId: hash.meta({ description: "Policy of the pool's state token." }),
  address: z.string(),
  balanceLovelace: lovelace,
  prizeAsset: z.string().nullable().meta({ description: "The token to hold: policy id and name, hex." }),
  gameAddress: z.string().nullable(),
  minimumPlayLovelace: lovelace.nullable(),
  intervalMs: z.number().int().meta({ description: "Length of a day." }),
  dayIndex,
  dayStartMs: timeMs,
  dayEndMs: timeMs,
  block: block.meta({ description: "Our newest block: everything here was read at it." }),
  next: z.object({ dayIndex, state: dayState, snapshotMs: timeMs, dueMs: timeMs }),
  stopped: z.object({ dayIndex, sinceMs: timeMs }).nullable(),
  game: z.object({
    entriesToday: z.number().int(),
    playersToday: z.number().int(),
    entries: z.number().int(),
    lastEntries: z.array(z.object({ txHash: hash, height, timeMs, identity: z.string().nullable(), lovelace })),
  }),
});

export function toPoolOutput(view: PoolView): z.input<typeof poolOutput> {
  const { height: at, hash: blockHash, slot, timeMs: blockTimeMs } = view.block;
  return {
    ...view,
    block: { height: at, hash: blockHash, slot, timeMs: blockTimeMs },
    balanceLovelace: String(view.balanceLovelace),
    minimumPlayLovelace: view.minimumPlayLovelace === null ? null : String(view.minimumPlayLovelace),
    game: {
      ...view.game,
      lastEntries: view.game.lastEntries.map((entry) => ({ ...entry, lovelace: String(entry.lovelace) })),
    },
  };
}
