import { scan } from "@/server/testing/services/steps";
import { startWorld } from "@/server/testing/services/world";
import { startDevnetProcess } from "../payout/devnet-process";
import { say, timed } from "../timed";

const MAINNET_BLOCKS_A_DAY = 4_320;

/**
 * How many blocks the scan reads a second where nothing is in them. A day of the history that is adopted has twelve, so
 * that it can be made; a day of mainnet has thousands, and adopting reads every one.
 */
export async function measureBlocks(blocks: number, days: number): Promise<number> {
  const world = await startWorld({ startDevnet: startDevnetProcess });
  try {
    await scan(world);
    await world.control.mine(blocks);
    const { value: said, ms } = await timed(() => scan(world));
    if (!said.endsWith("the tip")) throw new Error(`the scan did not come to its end: ${said}`);
    const perSecond = Math.round(blocks / (ms / 1_000));
    const minutes = (days * MAINNET_BLOCKS_A_DAY) / perSecond / 60;
    say(`${perSecond} blocks a second: on mainnet ${days} days would take the scan ${minutes.toFixed(1)} minutes more`);
    return perSecond;
  } finally {
    await world.stop();
  }
}
