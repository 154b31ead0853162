import { expect, test } from "../fixtures/test";

test.describe("POST /api/jobs/<name>", () => {
  for (const job of ["scan", "confirm", "advance", "notify", "metrics"]) {
    test(`${job} answers a cron service that knows the secret`, async ({ request, facts }) => {
      const answer = await request.post(`/api/jobs/${job}`, { headers: bearer(facts.jobSecret) });
      const { result } = await answer.json();
      expect(["done", "again", "waiting", "needs-human"]).toContain(result);
      expect(answer.status()).toBe(result === "needs-human" ? 409 : 200);
      expect(answer.headers()["cache-control"]).toBe("no-store");
    });
  }

  test("refuses callers without the secret, and says what to send", async ({ request, facts }) => {
    const missing = await request.post("/api/jobs/advance");
    expect(missing.status()).toBe(401);
    expect((await missing.json()).message).toMatch(/secret is missing. Send the value of JOB_SECRET/);
    const wrong = await request.post("/api/jobs/advance", { headers: bearer(`${facts.jobSecret}x`) });
    expect(wrong.status()).toBe(401);
    expect((await wrong.json()).message).toMatch(/secret is wrong/);
    const unknown = await request.post("/api/jobs/nonsense");
    expect(unknown.status(), "without the secret nobody learns which jobs there are").toBe(401);
  });

  test("names the jobs to a caller who asks for another", async ({ request, facts }) => {
    const answer = await request.post("/api/jobs/nonsense", { headers: bearer(facts.jobSecret) });
    expect(answer.status()).toBe(404);
    expect((await answer.json()).message).toBe(
      'There is no job "nonsense". The jobs are: scan, confirm, advance, notify, metrics.',
    );
  });

  test("accepts no other method", async ({ request, facts }) => {
    expect((await request.get("/api/jobs/scan", { headers: bearer(facts.jobSecret) })).status()).toBe(405);
  });

  test("fifty calls at once are all answered, and the paid day stays as it is", async ({ request, facts }) => {
    const before = await (await request.get(`/api/v1/days/${facts.paidDay}`)).json();
    const headers = bearer(facts.jobSecret);
    const calls = Array.from({ length: 50 }, (_, call) =>
      request.post(`/api/jobs/${["scan", "confirm", "advance"][call % 3]}`, { headers }),
    );
    for (const answer of await Promise.all(calls)) expect([200, 409]).toContain(answer.status());
    const after = await (await request.get(`/api/v1/days/${facts.paidDay}`)).json();
    expect(before.report.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(after.report.hash).toBe(before.report.hash);
    expect(after.toPayLovelace).toBe(before.toPayLovelace);
  });
});

function bearer(secret: string) {
  return { authorization: `Bearer ${secret}` };
}
