import type { Page } from "@playwright/test";
import { generate } from "otplib";
import { runCli } from "@/server/testing/cli/run-cli";

export const password = "mosaic lantern under rye";

/** Invites a viewer by the command, and answers the link. */
export async function invite(variables: Readonly<Record<string, string>>, email: string): Promise<string> {
  const args = ["invite", "--email", email, "--name", "Dora", "--role", "viewer"];
  const { stdout, stderr } = await runCli("server/cli/people.ts", args, variables);
  const { link } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  if (!link) throw new Error(`no link: ${stderr}`);
  return link;
}

/** The secret that a page offers for an authenticator app, and a code of it. */
export async function readOffer(page: Page): Promise<{ readonly secret: string; readonly code: string }> {
  const secret = ((await page.getByTestId("totp-secret").textContent()) ?? "").replace(/\s/g, "");
  return { secret, code: await generate({ secret }) };
}

/** Fills in the form of an invitation, and sends nothing. */
export async function fillIn(page: Page): Promise<{ readonly secret: string; readonly code: string }> {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password again").fill(password);
  const offer = await readOffer(page);
  await page.getByLabel("Code from your authenticator app").fill(offer.code);
  return offer;
}
