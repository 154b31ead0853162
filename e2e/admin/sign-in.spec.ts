import { expect, test } from "../fixtures/test";
import { adminAt, freshCode, giveCode, givePassword, signIn } from "./enter";

test("nothing of the console is shown without both factors", async ({ page, facts, request }) => {
  for (const path of [
    "/admin",
    "/admin/payouts",
    "/admin/audit",
    "/admin/rules",
    "/admin/account",
    `/admin/days/${facts.paidDay}`,
  ]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/admin\/sign-in(\?next=|$)/);
  }
  await givePassword(page, adminAt(facts, 2));
  await page.waitForURL("**/admin/second-factor");
  await page.goto("/admin/payouts");
  await expect(page).toHaveURL(/\/admin\/second-factor\?next=%2Fadmin%2Fpayouts$/);
  expect((await request.get("/api/trpc/overview.pulse")).status()).toBe(401);
  expect((await page.request.get("/api/trpc/overview.pulse")).status()).toBe(401);
});

test("a wrong password and an unknown address get the same answer", async ({ page, facts }) => {
  const { email } = adminAt(facts, 2);
  const answers: (string | null)[] = [];
  for (const given of [email, "nobody@example.org"]) {
    await givePassword(page, { email: given, password: "not the password" });
    answers.push(await page.getByRole("alert").filter({ hasText: "Wrong e-mail or password" }).textContent());
    await expect(page).toHaveURL(/\/admin\/sign-in$/);
  }
  expect(answers[0]).toBe(answers[1]);
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  for (const given of ["a\0@b.c", "nobody@example.org"]) {
    const form = { csrfToken, json: "true", email: given, password: "x" };
    const answer = await page.request.post("/api/auth/callback/credentials", { form });
    expect([answer.status(), new URL((await answer.json()).url).searchParams.get("error")]).toEqual([
      401,
      "CredentialsSignin",
    ]);
  }
});

test("a wrong code is refused, a right one counts once, and signing out ends the session", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const admin = adminAt(facts, 2);
  await givePassword(page, admin);
  await page.waitForURL("**/admin/second-factor");
  const code = await freshCode(admin);
  await giveCode(page, code === "000000" ? "111111" : "000000");
  await expect(page.getByRole("alert").filter({ hasText: "Wrong or already used" })).toBeVisible();
  await giveCode(page, code);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  const other = await browser.newContext({ baseURL });
  const second = await other.newPage();
  await givePassword(second, admin);
  await second.waitForURL("**/admin/second-factor");
  await giveCode(second, code);
  await expect(second.getByRole("alert").filter({ hasText: "already used" })).toBeVisible();
  await other.close();

  const cookies = await page.context().cookies();
  // At once, on the page after the sign-in: its menu must open there, and not in the page before.
  await page.getByRole("button", { name: /Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click({ timeout: 5_000 });
  await page.waitForURL("**/admin/sign-in");
  // The browser kept no page: whoever sits down next sees nothing.
  await page.goBack();
  await expect(page).toHaveURL(/\/admin\/sign-in/);
  // The row is gone, so a kept cookie is worthless.
  await page.context().addCookies(cookies);
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/admin\/sign-in(\?next=|$)/);
});

test("the cookie is out of reach of scripts and other sites", async ({ page, facts, baseURL }) => {
  await signIn(page, adminAt(facts, 2));
  const session = (await page.context().cookies()).find(({ name }) => name.endsWith("prize-oracle.session"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const call = (headers: Record<string, string>) => page.request.get("/api/trpc/overview.pulse", { headers });
  expect((await call({ origin: baseURL ?? "" })).status()).toBe(200);
  expect((await call({ origin: "https://evil.example" })).status()).toBe(401);
  expect((await call({ "sec-fetch-site": "cross-site" })).status()).toBe(401);
});

test("the cookie changes with the second factor, and the one from before opens nothing", async ({ page, facts }) => {
  const admin = adminAt(facts, 2);
  const cookie = async () =>
    (await page.context().cookies()).find(({ name }) => name.endsWith("prize-oracle.session"))?.value ?? "";
  await givePassword(page, admin);
  await page.waitForURL("**/admin/second-factor");
  const before = await cookie();
  await giveCode(page, await freshCode(admin));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  expect(await cookie()).not.toBe(before);
  const old = { cookie: `prize-oracle.session=${before}` };
  const pulse = new URL("/api/trpc/overview.pulse", page.url()).href;
  expect((await fetch(pulse, { headers: old })).status).toBe(401);
  expect((await fetch(pulse, { headers: { cookie: `prize-oracle.session=${await cookie()}` } })).status).toBe(200);
});

test("a sign-out by next-auth's own door ends row and cookie", async ({ page, facts }) => {
  await signIn(page, adminAt(facts, 2));
  const cookies = await page.context().cookies();
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  await page.request.post("/api/auth/signout", { form: { csrfToken, json: "true" } });
  expect((await page.context().cookies()).some(({ name }) => name.endsWith("prize-oracle.session"))).toBe(false);
  await page.context().addCookies(cookies);
  expect((await page.request.get("/api/trpc/overview.pulse")).status()).toBe(401);
});

test("an unusable callback cookie keeps nobody out and is ended; a deep link ends where it was going", async ({
  page,
  facts,
  baseURL,
}) => {
  await page.context().addCookies([{ name: "next-auth.callback-url", value: "undefined", url: baseURL ?? "" }]);
  await page.goto("/admin/rules?from=mail");
  await expect(page).toHaveURL(/\/admin\/sign-in\?next=%2Fadmin%2Frules%3Ffrom%3Dmail$/);
  await page.getByLabel("E-mail").fill(adminAt(facts, 2).email);
  await page.getByLabel("Password").fill(adminAt(facts, 2).password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("**/admin/second-factor?*");
  await giveCode(page, await freshCode(adminAt(facts, 2)));
  await expect(page).toHaveURL(/\/admin\/rules\?from=mail$/);
  expect((await page.context().cookies()).some(({ name }) => name === "next-auth.callback-url")).toBe(false);
  await page.goto("/admin/sign-in?next=//evil.example");
  await expect(page).toHaveURL(/\/admin$/);
});

test("too many tries for one address are told as such, and not as a server that is away", async ({ page }) => {
  await page.goto("/admin/sign-in");
  // More than are taken in a minute (server/doors/limits.ts); nobody has this address.
  for (let tries = 0; tries < 11; tries++) {
    await page.getByLabel("E-mail").fill("nobody-at-all@example.org");
    await page.getByLabel("Password").fill("a wrong password");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
  }
  await expect(page.getByText("Too many tries just now")).toBeVisible();
});
