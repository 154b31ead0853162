import { eq } from "drizzle-orm";
import { blockHeader } from "@/db/schema";
import type { BlockHeader } from "@/server/domain/ports";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import { type Differences, listDifferences } from "@/server/domain/second-opinion/differences";
import type { Context } from "../../context";
import { NoAnswer, type Witness } from "./no-answer";

type Asks = Pick<Context, "db" | "source">;

/** Where a witness stands, in the chain that the first source follows, and what it says otherwise of the day's end. */
export type Meeting = { readonly tip: BlockHeader; readonly differences: Differences };

/**
 * Whether the witness follows the same chain, of the same network, and has the day's block and the one after it. Throws
 * `NoAnswer` if not. By its slot a block belongs to a day, and no hash of ours covers that.
 */
export async function meet(ctx: Asks, witness: Witness, block: SnapshotBlock): Promise<Meeting> {
  const [{ networkMagic: expected }, { networkMagic: got }] = [await ctx.source.genesis(), await witness.genesis()];
  if (expected !== got) throw new NoAnswer({ kind: "wrong-network", expected, got });
  const tip = await witness.tip();
  if (tip.height < block.height) throw new NoAnswer({ kind: "behind", tip: tip.height, needs: block.height });
  const differences = listDifferences();
  const [next] = await ctx.db
    .select()
    .from(blockHeader)
    .where(eq(blockHeader.height, block.height + 1));
  for (const ours of [block, ...(next && tip.height > block.height ? [next] : [])]) {
    const theirs = await witness.block(ours.hash);
    if (!theirs) throw new NoAnswer({ kind: "other-fork", height: ours.height, hash: ours.hash });
    if (!isSame(ours, theirs)) {
      differences.add({ what: "block", height: ours.height, ours: say(ours), theirs: say(theirs) });
    }
  }
  await demandCommon(ctx, tip);
  return { tip, differences };
}

/** Throws `NoAnswer` unless the first source has the same block, with the same height and slot. */
export async function demandCommon({ source }: Pick<Asks, "source">, tip: BlockHeader): Promise<void> {
  const known = await source.block(tip.hash);
  if (!known || !isSame(known, tip)) throw new NoAnswer({ kind: "tip-unknown", height: tip.height, hash: tip.hash });
}

/** Servers tell times in whole seconds, or work them out from slots. */
const ROUNDED_MS = 1_000;

function isSame(ours: SnapshotBlock, theirs: SnapshotBlock): boolean {
  const isAtSameTime = Math.abs(ours.timeMs - theirs.timeMs) < ROUNDED_MS;
  return ours.hash === theirs.hash && ours.height === theirs.height && ours.slot === theirs.slot && isAtSameTime;
}

function say({ hash, height, slot, timeMs }: SnapshotBlock): string {
  return `block ${height} ${hash}, slot ${slot}, ${new Date(timeMs).toISOString()}`;
}
