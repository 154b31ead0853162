import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { floodsOf } from "./floods";

/*
 * Strangers, in a process of their own: so many hands send at one door, and no more than so many requests a second.
 * They have a low priority, as they are on other machines in life. Told {url, dayIndex}, then each door's number or
 * null to stop; tells when a flood is under way, and at its end how often each status was answered.
 */

const HANDS = 50;
const MOST_A_SECOND = 200;
/** From so many answers on the flood is under way; or after so long, where none is answered soon. */
const UNDER_WAY = { answers: HANDS, ms: 3_000 };

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const [told] = (await once(process, "message")) as [{ url: string; dayIndex: number }];
const floods = floodsOf(told.dayIndex);
let door: number | null = null;
let statuses: Record<string, number> = {};
let tellOnce: () => void = () => undefined;
process.on("message", (next: { door: number | null }) => {
  if (next.door === null) process.send?.(statuses);
  door = next.door;
  statuses = {};
  tellOnce = () => {
    tellOnce = () => undefined;
    process.send?.("under way");
  };
  if (door === null) tellOnce = () => undefined;
  else setTimeout(() => tellOnce(), UNDER_WAY.ms);
});
process.once("disconnect", () => process.exit(0));
process.send?.("ready");
await Promise.all(Array.from({ length: HANDS }, (_, number) => hand(`203.0.113.${number}`)));

async function hand(from: string): Promise<void> {
  for (;;) {
    const begunMs = performance.now();
    const flood = door === null ? undefined : floods[door];
    if (flood) {
      // Those of this flood, also if it has ended meanwhile.
      const mine = statuses;
      const status = await flood.send({ url: told.url, from });
      mine[status] = (mine[status] ?? 0) + 1;
      if (Object.values(statuses).reduce((sum, count) => sum + count, 0) >= UNDER_WAY.answers) tellOnce();
    }
    await sleep(Math.max(10, begunMs + (HANDS / MOST_A_SECOND) * 1_000 - performance.now()));
  }
}
