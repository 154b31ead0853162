import { sql } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { openRelay } from "@/db/testing/relay";
import { getContext } from "@/server/context";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { answerPublic } from "@/server/trpc/openapi/answer";

afterAll(() => void vi.unstubAllEnvs());

test("a database that takes questions and answers none is 503 before a caller gives up, and is asked anew later", async () => {
  const database = await createTestDatabase();
  const relay = await openRelay(database.url);
  const site = { DATABASE_URL: relay.url, BLOCKFROST_URL: "http://127.0.0.1:1", NETWORK_MAGIC: "1" };
  const variables = { ...TEST_SECRETS, ...site, NEXTAUTH_URL: "http://127.0.0.1:3000", LOG_LEVEL: "error" };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const ask = () =>
    answerPublic(new Request("http://localhost/api/v1/pool"), async ({ db }) =>
      Response.json(await db.execute(sql`select 1 as one`)),
    );
  expect((await ask()).status).toBe(200);
  relay.silence();
  const answer = await ask();
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("30");
  expect(await answer.text()).toMatch(/cannot reach its database just now/);
  relay.speak();
  expect((await ask()).status).toBe(200);
  await (await getContext()).db.$client.end({ timeout: 1 });
  relay.close();
  await database.drop();
});
