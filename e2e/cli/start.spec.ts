import { spawn } from "node:child_process";
import { once } from "node:events";
import type { APIRequestContext } from "@playwright/test";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/start";
import { childrenOf, waitFor, waitUntilDead } from "@/db/testing/holder";
import { freePort } from "@/server/cli/port";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { expect, test } from "../fixtures/test";

const ALIVE = { result: "done", detail: "alive", steps: 1 };
const PATIENCE = { timeout: 60_000 };

let database: EmbeddedPostgres;
test.beforeAll(async () => {
  database = await startEmbeddedPostgres({ ephemeral: true });
});
test.afterAll(() => database.stop());

/** `npm start` with these arguments, without a chain, until the work is done; then it has to end cleanly. */
async function withStart(
  request: APIRequestContext,
  args: readonly string[],
  work: (started: Awaited<ReturnType<typeof start>>) => Promise<void>,
): Promise<void> {
  const started = await start(request, args);
  const { child, ended, url } = started;
  let left: number[] = [];
  try {
    await expect.poll(() => request.get(url).catch(() => null), PATIENCE).not.toBeNull();
    await work(started);
  } finally {
    left = [...(await childrenOf(child.pid ?? 0, "engine/main")), ...(await childrenOf(child.pid ?? 0, "doors/main"))];
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  }
  for (const pid of left) await waitUntilDead(pid);
  await expect(request.get(url)).rejects.toThrow(/ECONNREFUSED/);
}

async function start(request: APIRequestContext, args: readonly string[]) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli/start.ts", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: database.url,
      BLOCKFROST_URL: "http://127.0.0.1:1/api/v0",
      NETWORK_MAGIC: "7",
      ...TEST_SECRETS,
      NEXTAUTH_URL: url,
      SCHEDULER: "off",
      LOG_LEVEL: "silent",
    },
  });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  /** The process of this command, once it runs. */
  const pidOf = async (command: string): Promise<number> => {
    const find = async () => (await childrenOf(child.pid ?? 0, command))[0];
    await waitFor(`${command} runs`, async () => (await find()) !== undefined);
    return (await find()) ?? 0;
  };
  const headers = { authorization: `Bearer ${TEST_SECRETS.JOB_SECRET}` };
  const callMetrics = () => request.post(`${url}/api/jobs/metrics`, { headers }).then((answer) => answer.json());
  return { child, ended, url, said: () => said, pidOf, callMetrics };
}

test("npm start serves its pages while the chain is away or the engine at work, and after kill -9, and ends cleanly", async ({
  page,
  request,
}) => {
  await withStart(request, [], async ({ url, said, pidOf, callMetrics }) => {
    expect(said()).toMatch(/nothing listens at this address.*\nStarting anyway\. Nothing is read or paid/);
    expect((await page.goto(url))?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect((await page.goto(`${url}/days`))?.status()).toBe(200);

    const health = await request.get(`${url}/api/health`);
    expect(health.status()).toBe(503);
    expect(await health.json()).toMatchObject({ healthy: false });
    expect((await request.post(`${url}/api/jobs/scan`)).status()).toBe(401);
    await expect.poll(callMetrics, PATIENCE).toEqual(ALIVE);

    // The engine stands still, as in the middle of a large day: pages do not wait for it.
    const engine = await pidOf("engine/main");
    process.kill(engine, "SIGSTOP");
    expect((await page.goto(`${url}/days`))?.status()).toBe(200);
    expect((await request.get(`${url}/api/health`)).status()).toBe(503);
    process.kill(engine, "SIGCONT");
    expect(await callMetrics()).toEqual(ALIVE);

    const web = await pidOf("doors/main");
    process.kill(web, "SIGKILL");
    await waitUntilDead(web);
    const statusOf = () => request.get(url).then((answer) => answer.status());
    await expect.poll(() => statusOf().catch(() => 0), PATIENCE).toBe(200);
    expect(said()).toMatch(/The web application was ended by SIGKILL. It is started again in 1 s\./);
    expect(await pidOf("engine/main")).toBe(engine);
  });
});

test("with --no-engine there is one process, and a job that is called runs in a thread of it", async ({ request }) => {
  await withStart(request, ["--no-engine", "--hostname", "127.0.0.1"], async ({ child, pidOf, callMetrics }) => {
    await pidOf("doors/main");
    await expect.poll(callMetrics, PATIENCE).toEqual(ALIVE);
    expect(await childrenOf(child.pid ?? 0, "engine/main")).toEqual([]);
  });
});
