import { sql } from "drizzle-orm";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { checkLooks } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";

/** More than a page of both lists. */
const MORE = 120;

async function inDatabase(url: string, work: (db: Database) => Promise<unknown>): Promise<void> {
  const db = await connectDatabase(url, { max: 1 });
  try {
    await work(db);
  } finally {
    await closeDatabase(db);
  }
}

/** The game is small, so others are added for a while, in which the engine does not make the register anew. */
const addOthers = (db: Database) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`update register set next_at = clock_timestamp() + interval '12 hours'`);
    await tx.execute(sql`
      insert into register_entry
      select 'key:' || md5(n::text) || md5(n::text), 'stake_test1' || md5('s' || n), 2, 2, n, n, n, n, 0
      from generate_series(1, ${MORE}::int) n on conflict do nothing`);
  });
const removeOthers = (db: Database) =>
  db.execute(sql`update register set next_at = clock_timestamp() - interval '1 second', hash = null`);

test("both lists are paged forward and back and searched, and a changed link is told", async ({
  facts,
  browser,
  baseURL,
}) => {
  const url = facts.commandVariables.DATABASE_URL ?? "";
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 0));
  await page.goto("/admin");
  await page.getByRole("link", { name: "Participants" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Participants" })).toBeVisible();
  await expect(page.getByText(/participants as of block/)).toBeVisible();
  // Whatever was making the register anew at this moment takes them out again, and the browser keeps a page it has.
  await expect(async () => {
    await inDatabase(url, addOthers);
    await page.goto("/admin/participants");
    const rows = page.getByRole("region", { name: "Participants, newest first" }).locator("tbody tr");
    await expect(rows).toHaveCount(50, { timeout: 3_000 });
  }).toPass();
  try {
    for (const [list, caption] of [
      ["Participants", "Participants, newest first"],
      ["Holders", "Holders, largest holding first"],
    ] as const) {
      const main = page.getByRole("main");
      await main.getByRole("navigation", { name: "List" }).getByRole("link", { name: list }).click();
      const rows = page.getByRole("region", { name: caption }).locator("tbody tr");
      await expect(rows).toHaveCount(50);
      const first = await rows.allInnerTexts();
      await main.getByRole("link", { name: "Next" }).click();
      await expect(page).toHaveURL(/&at=/);
      await expect(rows.first()).not.toHaveText(first[0] ?? "");
      const second = await rows.allInnerTexts();
      expect(second.filter((row) => first.includes(row))).toEqual([]);
      await main.getByRole("link", { name: "Previous" }).click();
      await expect(rows.first()).toHaveText(first[0] ?? "", { useInnerText: true });
      expect(await rows.allInnerTexts()).toEqual(first);
    }
  } finally {
    await inDatabase(url, removeOthers);
  }
  const [player] = facts.gamePlayers;
  for (const typed of [player?.address ?? "", player?.stakeAddress?.slice(0, 30) ?? ""]) {
    await page.goto("/admin/participants");
    await page.getByRole("searchbox", { name: "Search by address or key hash" }).fill(typed);
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page.getByText("1 found")).toBeVisible();
    await expect(page.locator(`[title="${player?.stakeAddress}"]`)).toBeVisible();
  }
  await checkLooks(page, "somebody in the list of participants");
  await page.goto("/admin/participants?at=holders.after.5");
  await expect(page.getByText("This link to a page of the list is cut off")).toBeVisible();
  await page.goto("/admin/participants?q=$name");
  await expect(page.getByText("A handle is looked up on the page of eligibility")).toBeVisible();
  await context.close();
});
