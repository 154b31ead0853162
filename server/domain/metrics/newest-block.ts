import type { PosixMs } from "../units";

/*
 * Every public page names the newest block that it was made at, in a <meta> element: whoever looks at the page from
 * outside can tell whether it is of now.
 */

export const NEWEST_BLOCK_META = "prize-oracle-block";
/** Before there is a pool, so that nothing is followed yet. */
const NONE = "none";

export type NewestBlock = { readonly height: number; readonly timeMs: PosixMs };

export const newestBlockText = (block: NewestBlock | null): string =>
  block ? `${block.height} ${block.timeMs}` : NONE;

const ELEMENT = new RegExp(`<meta name="${NEWEST_BLOCK_META}" content="(?:${NONE}|(\\d{1,15}) (\\d{1,15}))"`);

/** What a page says: its block, or that there is none yet. Undefined where it says nothing of the kind. */
export function readNewestBlock(page: string): NewestBlock | null | undefined {
  const found = ELEMENT.exec(page);
  if (!found) return undefined;
  const [, height, timeMs] = found;
  return height === undefined ? null : { height: Number(height), timeMs: Number(timeMs) };
}
