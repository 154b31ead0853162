import { checkLooks, DESKTOP } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";

const TITLE = "Names are shown wrongly";
const PUBLIC = "Some names are shown wrongly. Payouts are right.";

test("a person reports an incident, another takes it on, tells everybody and ends it", async ({
  facts,
  browser,
  baseURL,
}) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 0));
  await page.goto("/admin/incidents");
  await page.getByText("Report an incident").click();
  await page.getByLabel("Title").fill(TITLE);
  await page.getByLabel("What is so").fill("Three players wrote to us since this morning.");
  await page.getByLabel("For everybody").fill(PUBLIC);
  await page.getByRole("button", { name: "Report incident" }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  const incident = page.url();
  await context.close();

  const { page: other, context: second } = await openAs(browser, baseURL ?? "", adminAt(facts, 1));
  await other.goto("/admin");
  await expect(other.getByText(/incidents? open, \d+ waiting for somebody/)).toBeVisible();
  await other.goto("/admin/incidents");
  await checkLooks(other, "incidents");
  await other.setViewportSize(DESKTOP);
  await other.goto(incident);
  await checkLooks(other, "an incident");
  await other.setViewportSize(DESKTOP);
  await other.getByLabel("What you are going to do").fill("so");
  await other.getByRole("button", { name: "Acknowledge" }).click();
  await expect(other.getByText("Give a reason of at least 10 characters.")).toBeVisible();
  await other.getByLabel("What you are going to do").fill("I ask the team that shows them.");
  await other.getByRole("button", { name: "Acknowledge" }).click();
  await expect(other.getByRole("heading", { name: "Acknowledge it" })).toHaveCount(0);

  await other.getByText("Add a note").click();
  await other.getByLabel("Note", { exact: true }).fill("An old cache is the reason.");
  await other.getByLabel("Also show this on the public status page").first().check();
  await other.getByRole("button", { name: "Add note" }).click();
  await expect(other.getByRole("listitem").filter({ hasText: "An old cache is the reason." })).toContainText("public");
  await other.goto("/status");
  const told = other.getByRole("listitem").filter({ hasText: PUBLIC });
  await expect(told).toContainText("An old cache is the reason.");
  await expect(told).toContainText("Investigating");
  await checkLooks(other, "the status page");

  await other.setViewportSize(DESKTOP);
  await other.goto(incident);
  await other.getByText("Resolve", { exact: true }).click();
  await other.getByLabel("How it ended").fill("The cache is empty, and names are right.");
  await other.getByRole("button", { name: "Resolve incident" }).click();
  await expect(other.getByText("Post-mortem", { exact: true })).toBeVisible();
  await other.goto("/admin/incidents");
  const table = other.getByRole("region", { name: "Incidents that are over, newest first" });
  await expect(table.getByRole("row").filter({ hasText: TITLE })).toContainText("Resolved");
  await expect
    .poll(async () => {
      await other.goto("/status");
      return told.textContent();
    })
    .toContain("Resolved");
  await second.close();
});
