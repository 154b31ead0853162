import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex } from "@noble/hashes/utils";
import { expect, test } from "../fixtures/test";

test("eligibility is the same by payment and stake address, with exact amounts as text", async ({ request, facts }) => {
  const player = facts.gamePlayers.find((each) => each.stakeAddress !== null && each.payoutLovelace !== "0");
  if (!player?.stakeAddress) throw new Error("nobody with a stake address was paid");
  const [direct, byStake] = await Promise.all(
    [player.address, player.stakeAddress].map(async (address) => {
      const response = await request.get(`/api/v1/eligibility/${address}`);
      expect(response.status()).toBe(200);
      return response.json();
    }),
  );
  expect(byStake.identity).toBe(player.identity);
  expect(direct.identity).toBe(player.identity);
  expect(direct.status).toBe("provisional");
  const day = direct.history.entries.find((entry: { dayIndex: number }) => entry.dayIndex === player.day);
  expect(day).toMatchObject({ amountState: "confirmed" });
  const own = facts.gamePlayers.filter(({ identity }) => identity === player.identity);
  const paid = own.reduce((sum, { payoutLovelace }) => sum + BigInt(payoutLovelace), 0n);
  expect(day.toPayLovelace).toBe(paid.toString());
});

test("someone who never played gets the code, and each rule with what was observed", async ({ request, facts }) => {
  const answer = await (await request.get(`/api/v1/eligibility/${facts.neverPlayed.address}`)).json();
  expect(answer).toMatchObject({ eligible: false, code: "never-played", plays: 0 });
  expect(answer.checks).toContainEqual(expect.objectContaining({ rule: "has-played", passed: false, observed: "0" }));
});

test("the day's rewards add up to its totals, page by page", async ({ request, facts }) => {
  const day = await (await request.get(`/api/v1/days/${facts.paidDay}`)).json();
  expect(day).toMatchObject({ dayIndex: facts.paidDay, amountState: "confirmed" });
  expect(day.confirmedLovelace).toBe(day.toPayLovelace);
  let total = 0n;
  let lines = 0;
  for (let after: string | null = ""; after !== null; ) {
    const query: Record<string, string> = after === "" ? { limit: "7" } : { limit: "7", after };
    const page = await (await request.get(`/api/v1/days/${facts.paidDay}/rewards`, { params: query })).json();
    for (const { toPayLovelace } of page.rewards) total += BigInt(toPayLovelace);
    lines += page.rewards.length;
    after = page.nextAfter;
  }
  expect(total.toString()).toBe(day.toPayLovelace);
  const csv = await (await request.get(`/api/v1/days/${facts.paidDay}/rewards.csv`)).text();
  expect(csv.trimEnd().split("\n")).toHaveLength(lines + 1);
});

test("the report's bytes have the hash that the day names", async ({ request, facts }) => {
  const day = await (await request.get(`/api/v1/days/${facts.paidDay}`)).json();
  const response = await request.get(`/api/v1/days/${facts.paidDay}/report.json`);
  const hash = bytesToHex(blake2b(await response.body(), { dkLen: 32 }));
  expect(hash).toBe(day.report.hash);
  expect(response.headers().etag).toBe(`"${hash}"`);
  const again = await request.get(`/api/v1/days/${facts.paidDay}/report.json`, {
    headers: { "if-none-match": `"${hash}"` },
  });
  expect(again.status()).toBe(304);
  const manifest = await response.json();
  const named = [...manifest.lines, ...manifest.refused, ...manifest.unresolved].map((part) => part.hash);
  expect(day.report.parts).toEqual(named);
  const { source, secondOpinion } = manifest.declared;
  expect(day.report.declared).toEqual({ source, secondOpinion });
  for (const part of named) {
    const answer = await request.get(`/api/v1/days/${facts.paidDay}/report/${part}`);
    expect(bytesToHex(blake2b(await answer.body(), { dkLen: 32 }))).toBe(part);
    expect(answer.headers()["cache-control"]).toContain("immutable");
  }
});

test("an unchanged answer is not sent again", async ({ request, facts }) => {
  const first = await request.get(`/api/v1/days/${facts.paidDay}/rewards?limit=1`);
  const etag = first.headers().etag ?? "";
  expect(etag).not.toBe("");
  const second = await request.get(`/api/v1/days/${facts.paidDay}/rewards?limit=1`, {
    headers: { "if-none-match": etag },
  });
  expect(second.status()).toBe(304);
});

test("errors are {code, message}, with the right status", async ({ request }) => {
  for (const [path, status, code, words] of [
    ["eligibility/addr_test1oops", 400, "BAD_REQUEST", /typing error/],
    ["days/tomorrow", 400, "BAD_REQUEST", /is not a day/],
    ["days/2026-02-30", 404, "NOT_FOUND", /24 hours|calendar/],
    ["days?limt=5", 400, "BAD_REQUEST", /no parameter "limt" here/],
    ["eligibility/%24name", 404, "NOT_FOUND", /Nobody holds \$name/],
    ["eligibility/%24na%25me", 400, "BAD_REQUEST", /only letters from a to z/],
    ["days?limit=many", 400, "BAD_REQUEST", /limit: must be a whole number from 1 to 100/],
    ["days/999999999", 404, "NOT_FOUND", /there is no day/],
    ["days/999999999/report.json", 404, "NOT_FOUND", /there is no day/],
    [`days/999999999/report/${"12".repeat(32)}`, 404, "NOT_FOUND", /there is no day/],
    ["days/999999999/report/lines", 400, "BAD_REQUEST", /is not a part's hash/],
    ["days/%E0%A4%A", 400, "BAD_REQUEST", /percent sign/],
    ["nothing", 404, "NOT_FOUND", /openapi\.json/],
  ] as const) {
    const response = await request.get(`/api/v1/${path}`);
    expect(response.status(), path).toBe(status);
    const body = await response.json();
    expect(Object.keys(body).sort(), path).toEqual(["code", "message"]);
    expect(body.code, path).toBe(code);
    expect(body.message, path).toMatch(words);
  }
});

test("HEAD answers as GET does, and an address is found in what was pasted", async ({ request, facts }) => {
  const [player] = facts.gamePlayers;
  const address = player?.address ?? "";
  const { identity } = await (await request.get(`/api/v1/eligibility/${address}`)).json();
  const link = encodeURIComponent(`web+cardano:${address}?amount=5.0`);
  const pasted = [`%E2%80%8B${address}`, `${address}%C2%AD`, link, encodeURIComponent(`https://x.example/${address}`)];
  for (const text of pasted) {
    expect(await (await request.get(`/api/v1/eligibility/${text}`)).json(), text).toMatchObject({ address, identity });
  }
  for (const path of [`days/${facts.paidDay}`, `days/${facts.paidDay}/rewards.csv`, "days/999999999", "days/x", "no"]) {
    // Again where the day moved on between the two.
    await expect(async () => {
      const [get, head] = await Promise.all([request.get(`/api/v1/${path}`), request.head(`/api/v1/${path}`)]);
      expect([head.status(), head.headers().etag], path).toEqual([get.status(), get.headers().etag]);
      expect((await head.body()).length).toBe(0);
    }).toPass();
  }
});

test("any page may ask, and the document says how", async ({ request, facts }) => {
  const response = await request.get("/api/v1/openapi.json", {
    headers: { origin: "https://game.example.org" },
  });
  expect(response.headers()["access-control-allow-origin"]).toBe("*");
  const document = await response.json();
  expect(document.openapi).toBe("3.1.0");
  expect(document.servers).toEqual([{ url: `${facts.baseURL}/api/v1` }]);
  for (const path of ["/eligibility/{address}", "/days", "/days/{day}", "/days/{day}/rewards", "/pool"]) {
    expect(document.paths[path]?.get?.responses?.["200"], path).toBeTruthy();
  }
});
