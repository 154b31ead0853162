import { desc, inArray } from "drizzle-orm";
import { day } from "@/db/schema";
import { makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { readDay } from "@/server/services/published/read-day";
import type { World } from "@/server/testing/services/world";

/** For each parameter of the API, values that exist: half of the requests should find something. */
export type KnownThings = Readonly<Record<string, readonly (string | number)[]>>;

export async function findKnownThings({ ctx, players }: World): Promise<KnownThings> {
  const paid = await ctx.db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(inArray(day.state, ["PAID", "FINAL"]))
    .orderBy(desc(day.dayIndex));
  const days = paid.map(({ dayIndex }) => dayIndex);
  const views = await Promise.all(days.map((dayIndex) => readDay(ctx, { day: String(dayIndex) })));
  const addresses = players.map(({ wallet }) => wallet.address);
  const stakes = addresses.flatMap((address) => {
    const parsed = parseAddress(address);
    return "problem" in parsed || parsed.kind !== "base" ? [] : [makeAddress(parsed.networkId, null, parsed.stake)];
  });
  return {
    day: days.map(String),
    part: views.flatMap(({ report }) => report?.partHashes ?? []),
    address: [...addresses, ...stakes],
    after: addresses,
    before: days,
    beforeDay: days,
    limit: [1, 2, 100],
  };
}

/** The document with those values as examples of its parameters. */
export function withExamples(document: unknown, known: KnownThings): unknown {
  const text = JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("in" in value) || !("name" in value)) return value;
    const values = known[String(value.name)];
    if (!values) return value;
    return { ...value, examples: Object.fromEntries(values.map((each, at) => [`known${at}`, { value: each }])) };
  });
  return JSON.parse(text);
}
