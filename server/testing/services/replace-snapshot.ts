import { snapshotOf } from "./look";
import type { World } from "./world";

/** Takes back the block that a day is read at and all later ones. The mempool forgets what was in them. */
export async function takeSnapshotBack(world: World, dayIndex: number): Promise<void> {
  const snapshot = await snapshotOf(world, dayIndex);
  if (!snapshot) throw new Error(`day ${dayIndex} has no snapshot`);
  const { tip } = await world.control.state();
  await world.control.rollback(tip.height - snapshot.height + 1, { drop: true });
}

/** The same, with one block in place of them all. */
export async function replaceSnapshot(world: World, dayIndex: number): Promise<void> {
  await takeSnapshotBack(world, dayIndex);
  await world.control.mine(1);
}
