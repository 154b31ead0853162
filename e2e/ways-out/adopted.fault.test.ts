import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { createFileReportStore } from "@/server/services/reports/file-store";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import type { World } from "@/server/testing/services/world";
import { NETWORK_MAGIC, TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { type Console, peopleByPage } from "./by-page";
import { REASON } from "./people";
import { startWalkedWorld } from "./ways";

let world: World;
/** After the database and the folder of reports were lost. */
let adopted: World;
let desk: Console | null = null;
let folder: string;
beforeAll(async () => {
  world = await startWalkedWorld();
  const dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
  folder = await mkdtemp(path.join(tmpdir(), "prize-adopt-"));
  await writeFile(path.join(folder, "operations.json"), JSON.stringify(TEST_OPERATIONS));
  const database = await createTestDatabase();
  const reportDirectory = path.join(folder, "reports");
  const reportStore = createFileReportStore(reportDirectory);
  adopted = { ...world, database, reportDirectory, ctx: { ...world.ctx, db: database.db, reportStore } };
});
afterAll(async () => {
  await desk?.stop();
  await adopted.database.drop();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

async function adopt(...args: readonly string[]) {
  const { code, stdout, stderr } = await runCli("server/cli/adopt.ts", args, {
    DATABASE_URL: adopted.database.url,
    BLOCKFROST_URL: adopted.devnet.url,
    NETWORK_MAGIC: String(NETWORK_MAGIC),
    REPORT_DIR: adopted.reportDirectory,
    ...TEST_SECRETS,
    NEXTAUTH_URL: "http://127.0.0.1",
  });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  return { code, words: stderr, result: code === 0 ? JSON.parse(last) : null };
}

it("a lost database is adopted by command, checked by two people on the overview, and pays the next day", async () => {
  const pool = ["--policy", world.deployment.script.policyId];
  const from = ["--reports", world.reportDirectory];
  expect(await adopt("--policy", "abc", ...from)).toMatchObject({
    code: 2,
    words: expect.stringMatching(/^--policy must be/),
  });
  expect(await adopt(...pool, "--reports", "ftp://x")).toMatchObject({
    code: 2,
    words: expect.stringMatching(/^--reports must be a folder or an address/),
  });
  expect(await adopt(...pool, "--reports", folder)).toMatchObject({
    code: 1,
    words: expect.stringMatching(/^the report \w{64} of day \d+ is not in /m),
  });
  const dry = await adopt(...pool, ...from);
  expect(dry.result).toMatchObject({ ok: true, executed: false, states: {} });
  expect(dry.words).toMatch(/Nothing was changed. Run again with --execute to do it.\n$/);
  const operations = ["--operations", path.join(folder, "operations.json")];
  const done = await adopt(...pool, ...from, ...operations, "--execute");
  expect(done.result).toMatchObject({
    ok: true,
    executed: true,
    days: dry.result.days,
    payoutLovelace: dry.result.payoutLovelace,
  });
  expect(await adopt(...pool, ...from, "--execute")).toMatchObject({ code: 0, result: { days: 0 } });

  desk = await peopleByPage(adopted);
  const { page, second } = desk;
  const check = async (of: typeof page, name: string) => {
    await of.goto("/admin");
    await of.getByLabel("What you compared").fill(REASON);
    await of.getByRole("button", { name }).click();
  };
  await page.goto("/admin");
  await page.getByRole("heading", { name: "The pool that was taken over" }).waitFor();
  await page.getByText("2 of 3 must sign", { exact: true }).waitFor();
  await page.getByText(/if one key is lost, the loss of another locks the money for ever/).waitFor();
  await check(page, "I have checked it");
  await page.getByText("You have checked it already. A second person resumes the engine.").waitFor();
  await check(second, "Confirm and resume the engine");
  await second.getByText("Pause the engine").first().waitFor();
  expect(await second.getByText("The pool that was taken over").count()).toBe(0);

  const { last } = done.result;
  // Its transactions are the chain's, though nothing was built here.
  await page.goto(`/admin/days/${last}`);
  const table = page.getByRole("table", { name: `Transactions of day ${last}` });
  expect(
    await table
      .getByRole("row")
      .filter({ hasText: /Paid|On chain/ })
      .count(),
  ).toBe(4);
  expect(await table.getByText("not built yet").count()).toBe(0);
  expect(await stateOf(adopted, last)).toBe("PAID");
  expect((await dayOf(adopted, last)).planDigest).toBe((await dayOf(world, last)).planDigest);
  await liveToState(adopted, last + 1, "FINAL");
  await verifyDay(adopted, last + 1, { holdings: null });
});
