import type { BlockHeader } from "@/server/domain/ports";
import type { JsonClient } from "./http/client";

/** Blocks that a server tells as neighbours are: by hash, height and slot. */
export function checkLinks({ error }: Pick<JsonClient, "error">, headers: readonly BlockHeader[]): void {
  for (const [index, header] of headers.entries()) {
    const before = headers[index - 1];
    if (!before) continue;
    const joined = header.previousHash === before.hash && header.height === before.height + 1;
    // Genesis, where a server shows it as a block, and the block after it may share slot 0.
    const isLater = header.slot > before.slot || before.height === 0;
    if (!joined || !isLater) {
      throw error("lying", `blocks ${before.hash} and ${header.hash} are said to be neighbours, but are not.`);
    }
  }
}
