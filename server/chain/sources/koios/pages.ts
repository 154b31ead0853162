import type { z } from "zod";
import { Unsteady } from "../http/steady";
import { type Call, type KoiosClient, PAGE_ROWS } from "./client";

/** Far beyond any real question, and an end for a server without one. */
const MOST_ROWS = 2_000_000;

export type List<S extends z.ZodType> = {
  readonly call: Call;
  readonly row: S;
  /** Columns that put every row in one place. Without an order, each page could be of another one. */
  readonly order: string;
  readonly keyOf: (row: z.output<S>) => string;
  /** Reading ends once there are more; without it, at the list's end. */
  readonly most?: number | undefined;
};

/**
 * Reads a list page by page. Servers bound their pages in silence, and several that differ may stand behind one
 * address, so that only an empty page is the end. With `onlyOne`, "long" as soon as there may be a second page with
 * rows.
 */
export async function readPages<S extends z.ZodType>(
  client: KoiosClient,
  { call, row, order, keyOf, most = MOST_ROWS }: List<S>,
  onlyOne: boolean,
): Promise<z.output<S>[] | "long"> {
  const entries = new Map<string, z.output<S>>();
  const unsteady = (text: string, kind: "lying" | "unavailable" = "unavailable") =>
    new Unsteady(client.error(kind, `${call.path} ${text}.`));

  for (;;) {
    const offset = entries.size;
    const query = { ...call.query, order, limit: PAGE_ROWS, offset };
    const got = await client.rows({ ...call, query }, row);
    if (got.length > PAGE_ROWS) throw unsteady(`answers ${got.length} rows where ${PAGE_ROWS} were asked for`, "lying");
    if (onlyOne && offset > 0 && got.length > 0) return "long";
    for (const entry of got) entries.set(keyOf(entry), entry);
    const isNew = entries.size - offset;
    if (got.length > 0 && isNew === 0) throw unsteady("repeats earlier rows: its offset is ignored", "lying");
    if (isNew < got.length) throw unsteady("shows a row twice: it changed while it was read");
    if (entries.size > most && most < MOST_ROWS) return [...entries.values()];
    if (got.length === 0) return [...entries.values()];
    if (onlyOne && got.length === PAGE_ROWS) return "long";
    if (entries.size > MOST_ROWS)
      throw client.error("wrong-answer", `${call.path} does not end after ${MOST_ROWS} rows.`);
  }
}
