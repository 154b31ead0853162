import { startChild } from "../child";

export type OpinionTimes = { readonly seconds: number; readonly peakMiB: number };

/** In a process of its own, whose memory is that of the comparison and of nothing else. */
export async function measureOpinionApart(holdings: number): Promise<OpinionTimes> {
  const { first, gone } = await startChild(new URL("opinion-main.ts", import.meta.url), [String(holdings)]);
  await gone;
  return first as OpinionTimes;
}
