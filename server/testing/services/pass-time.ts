import { setTimeout as sleep } from "node:timers/promises";
import type { DevnetControl } from "@/server/devnet/control-client";
import { runRound } from "@/server/jobs/run-job";
import type { PayoutContext } from "@/server/services/payout/payout-context";

/** Makes a block whenever a transaction waits for one, until the work is done: always the same blocks. */
export async function mineWhile<T>(control: DevnetControl, work: () => Promise<T>): Promise<T> {
  let finished = false;
  const result = work();
  const finish = () => {
    finished = true;
  };
  result.then(finish, finish);
  while (!finished) {
    if ((await control.state()).mempool.length > 0) await control.mine(1);
    await sleep(20);
  }
  return result;
}

/** Lets blocks and rounds of jobs pass until `until` holds. Throws with what the jobs last said when it never does. */
export async function liveUntil(
  world: { readonly ctx: PayoutContext; readonly control: DevnetControl },
  until: () => Promise<boolean>,
  rounds = 120,
): Promise<void> {
  let said: unknown;
  for (let round = 0; round < rounds; round++) {
    said = await runRound(world.ctx);
    if (await until()) return;
    await world.control.mine(1);
  }
  throw new Error(`it did not happen in ${rounds} rounds; the jobs last said ${JSON.stringify(said, null, 1)}`);
}
