import { describe, expect, it } from "vitest";
import { DatabaseError } from "@/db/errors";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { answerPublic, withEtag } from "./answer";
import { createRateLimit } from "./rate-limit";

const request = (headers: Record<string, string> = {}) => new Request("http://localhost/api/v1/pool", { headers });
const services = {} as PayoutContext;
const answer = async () => new Response("{}");
const roomy = () => createRateLimit({ burst: 9, perSecond: 1, mostAddresses: 9 });

describe("answerPublic", () => {
  it("lets any origin read the answer", async () => {
    const response = await answerPublic(request(), answer, roomy(), async () => services);
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("tells a caller who asks too often to wait, and no other caller", async () => {
    const limit = createRateLimit({ burst: 1, perSecond: 0.001, mostAddresses: 9 });
    const ask = (address: string) =>
      answerPublic(request({ "x-forwarded-for": address }), answer, limit, async () => services);
    expect((await ask("203.0.113.1")).status).toBe(200);
    const refused = await ask("203.0.113.1");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      code: "TOO_MANY_REQUESTS",
      message: expect.stringContaining("Try again in"),
    });
    expect((await ask("203.0.113.2")).status).toBe(200);
  });

  it("answers with a readable message if nothing can be reached, without the cause", async () => {
    const connect = () => Promise.reject(new DatabaseError("unreachable", "postgres://secret"));
    const response = await answerPublic(request(), answer, roomy(), connect);
    expect(response.status).toBe(503);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ code: "SERVICE_UNAVAILABLE" });
    expect(body).not.toContain("secret");
  });
});

describe("withEtag", () => {
  const tagOf = (response: Response) => response.headers.get("etag") ?? "";

  it("answers 304 to a caller who has the body, with a weak tag or several", () => {
    const tag = tagOf(withEtag(request(), "body", {}));
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      expect(withEtag(request({ "if-none-match": known }), "body", {}).status).toBe(304);
    }
    expect(withEtag(request({ "if-none-match": tag }), "another body", {}).status).toBe(200);
  });
});
