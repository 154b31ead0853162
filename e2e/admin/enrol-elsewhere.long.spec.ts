import { readFileSync } from "node:fs";
import { readSigningRequest } from "@/server/domain/signing-request/request";
import { signText } from "@/server/testing/services/keys";
import { checkLooks, DESKTOP } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { withFreeKey } from "../strict/free-key";
import { adminAt, enter } from "./enter";

test("a key is enrolled that never comes to the console's machine", async ({ page, facts }, testInfo) => {
  const admin = adminAt(facts, 2);
  const { publicKey, secretKey } = admin;
  await withFreeKey(facts, admin, async () => {
    await enter(page, admin);
    await page.goto("/admin/account");
    await page.getByText("Enrol a key", { exact: true }).click();
    await page.getByText("Use a key that stays on another machine").click();
    await page.getByLabel("Its public key").fill(publicKey.toUpperCase());
    await page.getByText("Sign on another machine").click();
    await checkLooks(page, "enrolling a key of another machine");
    await page.setViewportSize(DESKTOP);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save the request" }).click(),
    ]);
    await download.saveAs(testInfo.outputPath("request.json"));
    const read = readSigningRequest(readFileSync(testInfo.outputPath("request.json"), "utf8"));
    if (!read.ok || read.request.kind !== "key") throw new Error("this is no request for a key");
    const { signature } = signText({ publicKey, secretKey }, read.request.text);
    await page.getByLabel("Or paste the signature").fill(JSON.stringify({ [publicKey]: { signature } }));
    await page.getByRole("button", { name: "Send the signature" }).click();
    await expect(page.getByText("Key enrolled")).toBeVisible();
    await expect(page.getByText("By you, in a wallet or a sealed key file")).toBeVisible();
  });
});
