import { z } from "zod";
import { NEXT_MOMENTS } from "@/server/domain/day/next-moment";
import type { PoolAndGame } from "@/server/services/published/read-pool-view";
import { block, dayIndex, dayState, hash, height, lovelace, timeMs } from "./common";

export const poolOutput = z.object({
  network: z.string().meta({ description: "`mainnet`, `preprod`, `preview` or `magic<number>`.", example: "mainnet" }),
  policyId: hash.meta({ description: "Policy ID of the pool's state token." }),
  address: z.string(),
  balanceLovelace: lovelace,
  prizeAsset: z.string().nullable().meta({ description: "Token to hold: policy ID and asset name, in hex." }),
  gameAddress: z.string().nullable(),
  minimumPlayLovelace: lovelace.nullable(),
  intervalMs: z.number().int().meta({ description: "Length of a day." }),
  dayIndex,
  dayStartMs: timeMs,
  dayEndMs: timeMs,
  block: block.meta({ description: "Newest block that was read. Everything here is as of this block." }),
  next: z
    .object({
      dayIndex,
      state: dayState,
      dayEndMs: timeMs.meta({ description: "The day's end: who played and who holds is read at its last block." }),
      waitsFor: z.enum(NEXT_MOMENTS),
      atMs: timeMs.nullable().meta({ description: "Until when it waits for that. Null if no time is known." }),
      approvalDueMs: timeMs.nullable().meta({
        description: "By when it should be approved; payment follows. Null while that cannot be known.",
      }),
    })
    .meta({ description: "The day that is paid next, and what it waits for." }),
  late: z
    .object({ days: z.number().int(), oldestDay: dayIndex, newestDay: dayIndex })
    .nullable()
    .meta({ description: "Days that ended and are not paid yet, if they are more than one." }),
  stopped: z.object({ dayIndex, sinceMs: timeMs }).nullable(),
  game: z.object({
    entriesToday: z.number().int(),
    playersToday: z.number().int(),
    entries: z.number().int(),
    lastEntries: z.array(z.object({ txHash: hash, height, timeMs, identity: z.string().nullable(), lovelace })),
  }),
});

export function toPoolOutput(view: PoolAndGame): z.input<typeof poolOutput> {
  const { height: at, hash: blockHash, slot, timeMs: blockTimeMs } = view.block;
  const { dayIndex: nextDay, state, moment, times } = view.next;
  return {
    ...view,
    next: {
      dayIndex: nextDay,
      state,
      dayEndMs: times.dayEndMs,
      waitsFor: moment.kind,
      atMs: moment.atMs,
      approvalDueMs: times.approvalDueMs,
    },
    block: { height: at, hash: blockHash, slot, timeMs: blockTimeMs },
    balanceLovelace: String(view.balanceLovelace),
    minimumPlayLovelace: view.minimumPlayLovelace === null ? null : String(view.minimumPlayLovelace),
    game: {
      ...view.game,
      lastEntries: view.game.lastEntries.map((entry) => ({ ...entry, lovelace: String(entry.lovelace) })),
    },
  };
}
