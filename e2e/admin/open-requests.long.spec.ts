import { runCli } from "@/server/testing/cli/run-cli";
import { checkLook, PHONE } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { adminAt, enter } from "./enter";

test("a reset that one asked for on the server stands on the overview, and an administrator takes it back", async ({
  page,
  facts,
}) => {
  const [reader, about] = [adminAt(facts, 0), adminAt(facts, 1)];
  const args = ["reset-both", "--email", about.email, "--alone"];
  const asked = await runCli("server/cli/people.ts", args, facts.commandVariables);
  expect(asked, asked.stderr).toMatchObject({ code: 0 });

  await page.setViewportSize(PHONE);
  await enter(page, reader);
  await page.goto("/admin");
  const banner = page.getByText(`<${about.email}>: a new password and second factor is asked for`);
  await expect(banner).toBeVisible();
  await expect(page.getByText("Asked for on the server, without a sign-in.")).toBeVisible();
  await checkLook(page, "the overview with a request");
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(banner).toHaveCount(0);
  await page.goto("/admin/audit?q=user.withdraw");
  await expect(page.getByText("user.withdraw").first()).toBeVisible();
});
