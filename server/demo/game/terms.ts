import { setTimeout as sleep } from "node:timers/promises";
import { isMainnet } from "@/server/domain/cardano/network";
import { msToSlot, slotConfigOf } from "@/server/domain/cardano/slot-clock";
import type { BlockHeader, ChainSource, ProtocolParameters } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import { patiently } from "./patience";

/** What transactions are built against, all read from the chain. */
export type Terms = {
  readonly tip: BlockHeader;
  readonly parameters: ProtocolParameters;
  readonly networkId: 0 | 1;
  readonly validUntilSlot: Slot;
};

/** Long enough for a slow test network, and for a devnet whose clock runs a thousand times faster. */
const VALIDITY_MS = 12 * 3_600_000;
const FIRST_POLL_MS = 40;
const POLL_GROWTH = 1.2;
const LONGEST_POLL_MS = 2_000;
/** In the machine's time. Well above the longest gap between blocks of mainnet so far. */
const STALL_MS = 15 * 60_000;

/** Reads the terms. Throws on mainnet: the demo uses test money only. */
export async function readTerms(source: ChainSource): Promise<Terms> {
  const [genesis, parameters] = await Promise.all([source.genesis(), source.parameters()]);
  if (isMainnet(genesis.networkMagic)) {
    throw new Error(`${source.name} is on mainnet. The demo spends money on a made-up game: use a test network.`);
  }
  const first = await source.tip();
  // Before the first block, the tip does not know its slot.
  const tip = first.height === 0 ? await nextBlock(source, first) : first;
  const validUntilSlot = msToSlot(slotConfigOf(genesis), tip.timeMs + VALIDITY_MS);
  return { tip, parameters, networkId: 0, validUntilSlot };
}

/**
 * Waits until the tip changes, at most `maxWaitMs` if given, and returns the tip. Asks often at first and then less.
 * Throws if there is no block for a quarter of an hour.
 */
export async function nextBlock(source: ChainSource, after: BlockHeader, maxWaitMs = STALL_MS): Promise<BlockHeader> {
  const sinceMs = performance.now();
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(LONGEST_POLL_MS, pauseMs * POLL_GROWTH)) {
    await sleep(Math.min(pauseMs, maxWaitMs));
    const tip = await patiently(() => source.tip());
    const waitedMs = performance.now() - sinceMs;
    if (tip.hash !== after.hash || (waitedMs >= maxWaitMs && maxWaitMs < STALL_MS)) return tip;
    if (waitedMs >= STALL_MS) {
      throw new Error(
        `${source.name} has had no block after ${after.height} for ${Math.round(waitedMs / 60_000)} minutes. Check that the chain is running.`,
      );
    }
  }
}
