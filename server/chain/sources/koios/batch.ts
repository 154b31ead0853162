import { setImmediate as nextTurn } from "node:timers/promises";
import type { z } from "zod";
import type { Hex } from "@/server/domain/units";
import type { KoiosClient } from "./client";

type Row = { readonly tx_hash: Hex };

/**
 * Asks of one transaction at a time, and puts what is asked in the same turn of the event loop into one question, of as
 * many hashes as it may hold: the number of questions is what Koios limits. Null where there is no row.
 */
export function createBatch<S extends z.ZodType<Row>>(
  client: KoiosClient,
  { path, select, row }: { readonly path: string; readonly select: string; readonly row: S },
): (hash: Hex) => Promise<z.output<S> | null> {
  type Found = Map<Hex, z.output<S>>;
  let open: { readonly hashes: Set<Hex>; readonly answer: Promise<Found> } | null = null;

  async function ask(hashes: ReadonlySet<Hex>): Promise<Found> {
    const found: Found = new Map();
    const json = { _tx_hashes: [...hashes] };
    for (const each of await client.rows({ path, query: { select }, json }, row)) {
      if (!hashes.has(each.tx_hash)) throw client.error("lying", `${path} tells ${each.tx_hash}, unasked.`);
      if (found.has(each.tx_hash)) throw client.error("wrong-answer", `${path} tells ${each.tx_hash} twice.`);
      found.set(each.tx_hash, each);
    }
    return found;
  }

  function begin() {
    const hashes = new Set<Hex>();
    const answer = nextTurn().then(() => {
      if (open?.hashes === hashes) open = null;
      return ask(hashes);
    });
    return { hashes, answer };
  }

  return async (hash) => {
    if (open === null || open.hashes.size >= client.mostHashes) open = begin();
    open.hashes.add(hash);
    return (await open.answer).get(hash) ?? null;
  };
}
