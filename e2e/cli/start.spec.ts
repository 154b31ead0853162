import { spawn } from "node:child_process";
import { once } from "node:events";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { freePort } from "@/server/cli/port";
import { expect, test } from "../fixtures/test";

test("npm start serves its pages while the chain is away, says so where it matters, and ends cleanly", async ({
  page,
  request,
}) => {
  const database = await startEmbeddedPostgres({ ephemeral: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli/start.ts"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: database.url,
      BLOCKFROST_URL: "http://127.0.0.1:1/api/v0",
      NETWORK_MAGIC: "7",
      JOB_SECRET: "j".repeat(32),
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: "n".repeat(32),
      SCHEDULER: "off",
      LOG_LEVEL: "silent",
    },
  });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  try {
    await expect.poll(() => request.get(url).catch(() => null), { timeout: 60_000 }).not.toBeNull();
    expect(said).toMatch(/nothing listens at this address.*\nStarting anyway\. Nothing is read or paid/);

    expect((await page.goto(url))?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect((await page.goto(`${url}/days`))?.status()).toBe(200);

    const health = await request.get(`${url}/api/health`);
    expect(health.status()).toBe(503);
    expect(await health.json()).toMatchObject({
      healthy: false,
      database: "answers",
      chainSource: expect.stringMatching(/does not answer/),
    });
    expect((await request.post(`${url}/api/jobs/scan`)).status()).toBe(401);
  } finally {
    child.kill("SIGTERM");
    const [code] = await ended;
    await database.stop();
    expect(code).toBe(0);
  }
  await expect(request.get(url)).rejects.toThrow(/ECONNREFUSED/);
});
