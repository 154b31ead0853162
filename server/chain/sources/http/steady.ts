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

/** How often something is read where the chain moves under it. */
export const ATTEMPTS = 4;

/**
 * Does it again where it answers null (the chain moved under it) or is unsteady. `what`: for messages; `before`: how
 * often it was tried already.
 */
export async function untilSteady<R>(
  { error }: Pick<JsonClient, "error">,
  { what, attempts }: { readonly what: string; readonly attempts: number },
  attempt: (before: number) => Promise<{ readonly result: R } | null>,
): Promise<R> {
  let problem = error("unavailable", `the chain kept moving while ${what} was read. Try again later.`);
  for (let before = 0; before < attempts; before++) {
    try {
      const done = await attempt(before);
      if (done) return done.result;
    } catch (cause) {
      if (!(cause instanceof Unsteady)) throw cause;
      problem = cause.error;
    }
  }
  throw problem;
}

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

  return <R>(path: string, height: Height | undefined, read: (isAnchored: boolean) => Promise<R | "long">) =>
    untilSteady<R>(client, { what: path, attempts: 1 + ATTEMPTS }, async (before) => {
      const anchor = before === 0 ? null : await lookAtBlock(height);
      const result = await read(anchor !== null);
      return result !== "long" && (!anchor || (await stillThere(anchor, height))) ? { result } : null;
    });
}
