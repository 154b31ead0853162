import { describe, expect, it } from "vitest";
import { DatabaseError } from "@/db/errors";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { answerPublic, withEtag } from "./answer";

const request = (headers: Record<string, string> = {}) => new Request("http://localhost/api/v1/pool", { headers });
const services = {} as PayoutContext;
const answer = async () => new Response("{}");

describe("answerPublic", () => {
  it("lets any origin read the answer", async () => {
    const response = await answerPublic(request(), answer, async () => services);
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("answers with a readable message if nothing can be reached, without the cause", async () => {
    const connect = () => Promise.reject(new DatabaseError("unreachable", "postgres://secret"));
    const response = await answerPublic(request(), answer, connect);
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
