import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { type RegisterList, readCursor } from "./internal/register-cursor";
import { addressesFrom, pageQuery, placesFrom, placesQuery } from "./internal/register-page";
import { listRegister, PAGE_ROWS, REGISTER_LISTS } from "./list-register";
import { refreshRegister } from "./refresh-register";

const MANY = 150_000;
/** Many began in one block, and many hold the same. */
const SAME = 400;

let world: World;
beforeAll(async () => {
  world = await startWorld({ players: [{ tokens: 1n, plays: true }] });
  await scan(world);
  await refreshRegister(world.ctx);
  await world.ctx.db.execute(sql`delete from register_entry`);
  await addEntries(1, MANY);
  await world.ctx.db.execute(sql`
    insert into address (text) select address from register_entry where address is not null on conflict do nothing`);
  await world.ctx.db.execute(sql`vacuum analyze`);
});
afterAll(() => world.stop());

async function addEntries(from: number, to: number): Promise<void> {
  await world.ctx.db.execute(sql`
    insert into register_entry (place, address, plays, plays_in_window, first_height, first_ms, held, counted, not_counted)
    select 'key:' || md5(n::text) || '000000000000000000000000', 'stake_test1' || md5('s' || n), 1, 1, n / ${SAME}::int,
      n / ${SAME}::int, n / ${SAME}::int + 1, n / ${SAME}::int + 1, 0
    from generate_series(${from}::int, ${to}::int) n`);
}

const page = (list: RegisterList, cursor: string | null) => listRegister(world.ctx.db, { list, cursor, search: "" });

/** The places of all pages from one on, in a direction. */
async function walk(
  list: RegisterList,
  towards: "after" | "before",
  from: string | null,
  most = Number.MAX_SAFE_INTEGER,
) {
  const pages: string[][] = [];
  let cursor = from;
  do {
    const { rows, ...links } = await page(list, cursor);
    pages.push(rows.map(({ place }) => place));
    cursor = links[towards];
  } while (cursor !== null && pages.length < most);
  return { pages, cursor };
}

it.each(REGISTER_LISTS)("a page of %s, wherever it is, and a search read a few rows by an index", async (list) => {
  const { db } = world.ctx;
  const [{ place, value } = { place: "", value: "" }] = await db.execute<{ place: string; value: string }>(sql`
    select place, held::text as value from register_entry order by held, place offset ${MANY / 2} limit 1`);
  const at = (towards: string) => readCursor(list, `${list}.${towards}.${value}.${place}`);
  const queries: [string, SQL][] = [
    ["first", pageQuery(list, null, PAGE_ROWS + 1)],
    ["after", pageQuery(list, at("after"), PAGE_ROWS + 1)],
    ["before", pageQuery(list, at("before"), PAGE_ROWS + 1)],
    ["places", placesQuery(list, [place, "nobody"], PAGE_ROWS + 1)],
    ["start", placesFrom("stake_test1a", PAGE_ROWS + 1)],
    ["hash", placesFrom("ab", PAGE_ROWS + 1)],
    ["address", addressesFrom("stake_test1a", PAGE_ROWS + 1)],
  ];
  for (const [what, query] of queries) {
    const [row] = await db.execute<{ "QUERY PLAN": [{ Plan: Plan }] }>(sql`explain (analyze, format json) ${query}`);
    const nodes = nodesOf(row?.["QUERY PLAN"][0].Plan);
    expect(
      nodes.map((node) => node["Node Type"]),
      what,
    ).not.toContain("Seq Scan");
    expect(
      nodes.some((node) => /Index/.test(node["Node Type"])),
      what,
    ).toBe(true);
    for (const node of nodes) {
      const read = node["Actual Rows"] * node["Actual Loops"] + (node["Rows Removed by Filter"] ?? 0);
      expect(read, `${what}: ${node["Node Type"]}`).toBeLessThanOrEqual(3 * (PAGE_ROWS + 1));
    }
  }
});

type Plan = {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};
const nodesOf = (plan: Plan | undefined): Plan[] => (plan ? [plan, ...(plan.Plans ?? []).flatMap(nodesOf)] : []);

it.each(REGISTER_LISTS)(
  "forward and back through %s, many with the same value: each once, in one order",
  async (list) => {
    const forward = await walk(list, "after", null, 20);
    const places = forward.pages.flat();
    expect(new Set(places).size).toBe(20 * PAGE_ROWS);
    const back = await walk(list, "before", forward.cursor);
    // From behind the last of the twenty pages, which has no page of its own here.
    expect(back.pages.slice(1).reverse().flat()).toEqual(places);
    expect((await page(list, null)).before).toBeNull();
  },
);

it("who comes or goes between two pages moves nobody else", async () => {
  const { db } = world.ctx;
  const all = new Set((await walk("players", "after", null, 40)).pages.flat());
  const first = await walk("players", "after", null, 10);
  const seen = first.pages.flat();
  // New ones on top; and of every third that was or will be seen the play is undone, also of the page's last row.
  await addEntries(MANY + 1, MANY + 500);
  const gone = [...all].filter((place, index) => index % 3 === 0 || place === seen.at(-1));
  await db.execute(sql`delete from register_entry where place = any(${sql.param(gone)}::text[])`);
  const rest = await walk("players", "after", first.cursor, 40);
  const both = [...seen, ...rest.pages.flat()];
  expect(new Set(both).size).toBe(both.length);
  const stayed = [...all].filter((place) => !gone.includes(place));
  expect(stayed.filter((place) => !both.includes(place))).toEqual([]);
});

it("behind the end there is nothing, and it can be left", async () => {
  const end = await page("players", "players.after.0.key");
  expect(end).toMatchObject({ rows: [], before: null, after: null });
});
