import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/start";
import { childrenOf, waitUntilDead } from "@/db/testing/holder";
import { expect, test } from "../fixtures/test";
import { PATIENCE, withStart } from "./with-start";

const ALIVE = { result: "done", detail: "alive", steps: 1 };

let database: EmbeddedPostgres;
test.beforeAll(async () => {
  database = await startEmbeddedPostgres({ ephemeral: true });
});
test.afterAll(() => database.stop());

test("npm start serves its pages while the chain is away or the engine at work, and after kill -9, and ends cleanly", async ({
  page,
  request,
}) => {
  await withStart({ request, databaseUrl: database.url }, async ({ url, said, pidOf, callMetrics }) => {
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
  const args = ["--no-engine", "--hostname", "127.0.0.1"];
  await withStart({ request, databaseUrl: database.url, args }, async ({ child, pidOf, callMetrics }) => {
    await pidOf("doors/main");
    await expect.poll(callMetrics, PATIENCE).toEqual(ALIVE);
    expect(await childrenOf(child.pid ?? 0, "engine/main")).toEqual([]);
  });
});
