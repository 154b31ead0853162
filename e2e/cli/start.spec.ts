import { spawn } from "node:child_process";
import { once } from "node:events";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { childrenOf, waitFor, waitUntilDead } from "@/db/testing/holder";
import { freePort } from "@/server/cli/port";
import { expect, test } from "../fixtures/test";

const SECRET = "j".repeat(32);

test("npm start serves its pages while the chain is away or the engine at work, and after kill -9, and ends cleanly", async ({
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
      JOB_SECRET: SECRET,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: "n".repeat(32),
      SCHEDULER: "off",
      LOG_LEVEL: "silent",
    },
  });
  const ended = once(child, "exit");
  const pid = child.pid ?? 0;
  const pidOf = async (command: string) => {
    let found: number | undefined;
    await waitFor(`${command} runs`, async () => {
      [found] = await childrenOf(pid, command);
      return found !== undefined;
    });
    return found ?? 0;
  };
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

    const headers = { authorization: `Bearer ${SECRET}` };
    const metrics = () => request.post(`${url}/api/jobs/metrics`, { headers }).then((answer) => answer.json());
    await expect.poll(metrics, { timeout: 60_000 }).toEqual({ result: "done", detail: "alive", steps: 1 });
    // The engine stands still, as in the middle of a large day: pages do not wait for it.
    const engine = await pidOf("engine/main");
    process.kill(engine, "SIGSTOP");
    expect((await page.goto(`${url}/days`))?.status()).toBe(200);
    expect((await request.get(`${url}/api/health`)).status()).toBe(503);
    process.kill(engine, "SIGCONT");
    expect(await metrics()).toMatchObject({ result: "done" });

    const web = await pidOf("next");
    process.kill(web, "SIGKILL");
    await waitUntilDead(web);
    await expect
      .poll(
        () =>
          request.get(url).then(
            (page) => page.status(),
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBe(200);
    expect(said).toMatch(/The web application was ended by SIGKILL. It is started again in 1 s\./);
    expect(await pidOf("engine/main")).toBe(engine);
  } finally {
    const left = [...(await childrenOf(pid, "engine/main")), ...(await childrenOf(pid, "next"))];
    child.kill("SIGTERM");
    const [code] = await ended;
    await database.stop();
    expect(code).toBe(0);
    for (const each of left) await waitUntilDead(each);
  }
  await expect(request.get(url)).rejects.toThrow(/ECONNREFUSED/);
});
