import { expect, test } from "../fixtures/test";

test("health says that the database and the chain source answer, and how far the scan is behind", async ({
  request,
}) => {
  const response = await request.get("/api/health");
  expect(response.status()).toBe(200);
  expect(response.headers()["cache-control"]).toBe("no-store");
  expect(await response.json()).toMatchObject({ healthy: true, database: "answers", chainSource: "answers" });
});
