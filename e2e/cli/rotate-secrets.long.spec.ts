import type { Page } from "@playwright/test";
import { generate } from "otplib";
import { closeDatabase, connectDatabase } from "@/db/client";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/start";
import { TEST_AUDIT_KEYS } from "@/db/testing/database";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";
import { forgetCodes } from "../fixtures/pass-time";
import { expect, test } from "../fixtures/test";
import { withStart } from "./with-start";

const ann = { email: "ann@example.org", name: "Ann", role: "admin", password: "a long password" } as const;
const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const NEW = {
  NEXTAUTH_SECRET: testSecret("sessions, new"),
  JOB_SECRET: testSecret("jobs, new"),
  SEALING_KEY: testSecret("sealing, new"),
};

let database: EmbeddedPostgres;
test.beforeAll(async () => {
  database = await startEmbeddedPostgres({ ephemeral: true });
});
test.afterAll(() => database.stop());

async function addAnn(): Promise<void> {
  const db = await connectDatabase(database.url, { auditKeys: TEST_AUDIT_KEYS });
  await createUser(db, { ...ann, totpSecret }, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  await closeDatabase(db);
}

/** Signs in on the pages. */
async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin/sign-in`);
  await page.getByLabel("E-mail").fill(ann.email);
  await page.getByLabel("Password").fill(ann.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("**/admin/second-factor");
  await forgetCodes(database.url, ann.email);
  await page.getByLabel("Code from your authenticator app").fill(await generate({ secret: totpSecret }));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(/\/admin$/);
}

test("new secrets end sessions and nothing else: people sign in as before, and the old job secret is refused", async ({
  page,
  request,
}) => {
  test.setTimeout(400_000);
  const args = ["--no-engine", "--hostname", "127.0.0.1"];
  const options = { request, databaseUrl: database.url, args };
  await withStart(options, async ({ url }) => {
    await addAnn();
    await signIn(page, url);
    expect((await page.goto(`${url}/admin/account`))?.url()).toBe(`${url}/admin/account`);
  });

  const rotating = { ...NEW, SEALING_KEY_OLD: TEST_SECRETS.SEALING_KEY };
  await withStart({ ...options, variables: rotating }, async ({ url }) => {
    await page.goto(`${url}/admin/account`);
    await expect(page, "the session of before").toHaveURL(/\/admin\/sign-in/);
    await signIn(page, url);
    const call = (secret: string) =>
      request.post(`${url}/api/jobs/metrics`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await call(TEST_SECRETS.JOB_SECRET)).status()).toBe(401);
    expect((await call(NEW.JOB_SECRET)).status()).not.toBe(401);

    const variables = { DATABASE_URL: database.url, AUDIT_KEY: TEST_SECRETS.AUDIT_KEY, ...rotating };
    const { stdout } = await runCli("server/cli/people.ts", ["reseal"], variables);
    expect(JSON.parse(stdout)).toEqual({ ok: true, resealed: 1, present: 0, lost: [] });
  });

  await withStart({ ...options, variables: NEW }, async ({ url }) => {
    await page.goto(`${url}/admin/account`);
    // Neither the new sealing key nor the restart ended this session.
    await expect(page.getByRole("heading", { level: 1, name: "Ann" })).toBeVisible();
    await page.context().clearCookies();
    await signIn(page, url);
  });
});
