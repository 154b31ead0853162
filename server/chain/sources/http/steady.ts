import type { BlockHeader, ChainWitness } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import type { ChainSourceError } from "../error";
import type { JsonClient } from "./client";

/** A list changed between two of its pages, or seems to have: reading it anew may help, or `error` is what to say. */
export class Unsteady extends Error {
  constructor(readonly error: ChainSourceError) {
    super(error.message);
  }
}

const ATTEMPTS = 4;

/**
 * Reads something whose pages are numbered, so that a change between two of them would show an entry twice or never.
 * What has one page is read at once (`isAnchored` false); if that turns out "long" or unsteady, it is read between two
 * looks at the block at `height` (the tip without one), and anew if that was replaced.
 */
export type Steady = <R>(
  path: string,
  height: Height | undefined,
  read: (isAnchored: boolean) => Promise<R | "long">,
) => Promise<R>;

export function createSteady(client: Pick<JsonClient, "error">, blocks: Pick<ChainWitness, "block" | "tip">): Steady {
  async function lookAtBlock(height: Height | undefined): Promise<BlockHeader> {
    const pinned = height === undefined ? null : await blocks.block(height);
    return pinned ?? (await blocks.tip());
  }

  async function stillThere(anchor: BlockHeader, height: Height | undefined): Promise<boolean> {
    const now = height === undefined ? await blocks.tip() : await blocks.block(anchor.height);
    return now?.hash === anchor.hash;
  }

  return async <R>(path: string, height: Height | undefined, read: (isAnchored: boolean) => Promise<R | "long">) => {
    let problem = client.error("unavailable", `the chain kept moving while ${path} was read. Try again later.`);
    for (let attempt = 0; attempt <= ATTEMPTS; attempt++) {
      const anchor = attempt === 0 ? null : await lookAtBlock(height);
      try {
        const result = await read(anchor !== null);
        if (result !== "long" && (!anchor || (await stillThere(anchor, height)))) return result;
      } catch (error) {
        if (!(error instanceof Unsteady)) throw error;
        problem = error.error;
      }
    }
    throw problem;
  };
}
