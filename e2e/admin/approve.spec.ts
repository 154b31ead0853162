import { expect, test } from "../fixtures/test";
import { adminAt, enter, openAs } from "./enter";
import { approveButton, approveWithPassphrase, nextWaiting, PAID_MS } from "./waiting-day";

test("two administrators approve the waiting day with their passphrases, and it is paid", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  await enter(page, first);
  const day = await nextWaiting(page);
  const text = (await page.getByTestId("approval-text").textContent()) ?? "";
  expect(text).toMatch(
    new RegExp(
      `^Daily Prize Oracle magic${facts.networkMagic} approve day ${day} pay \\d+ lovelace to \\d+ outputs before \\d+ plan [0-9a-f]{64}$`,
    ),
  );
  await expect(page.getByText(`${text.length} bytes. Hash (blake2b-224)`)).toBeVisible();

  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  await page.getByLabel("Key passphrase").fill("not my passphrase");
  await approveButton(page, day).click();
  await expect(page.getByText("Wrong passphrase.")).toBeVisible();
  await approveWithPassphrase(page, day, first);
  await expect(page.getByTestId("approvals")).toHaveText("1 of 2 approvals");
  await expect(approveButton(page, day)).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("You have signed this plan.")).toBeVisible();
  expect(sent.join("\n")).not.toContain(first.passphrase);
  expect(sent.join("\n")).not.toContain(first.secretKey);

  const visitor = await browser.newContext({ baseURL });
  const publicPage = await visitor.newPage();
  await publicPage.goto(`/days/${day}`);
  await expect(publicPage.getByText("Waits for the administrators: 1 of 2 approvals")).toBeVisible();
  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto(`/admin/days/${day}`);
  await approveWithPassphrase(other.page, day, second);
  await other.context.close();

  // A visitor's page follows without a reload.
  await expect(publicPage.getByText("Waits for the administrators: 1 of 2 approvals")).toBeHidden({ timeout: PAID_MS });
  await expect(publicPage.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
  await visitor.close();
  // The first person's page updates without a reload.
  await expect(page.getByTestId("approvals")).toHaveText("2 of 2 approvals");
  await expect(page.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
  await expect(page.getByRole("row", { name: /Batch 1/ }).getByText(/Confirmed|Final/)).toBeVisible();
});
