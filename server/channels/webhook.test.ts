import { readFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { signWebhook } from "./webhook";

type Verify = (secret: string, headers: Record<string, string>, body: string) => unknown;

const SECRET = "whsec_q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=";

afterEach(() => vi.useRealTimers());

/** The receiver that people copy, as it stands in OPERATIONS.md. */
async function documentedReceiver(): Promise<Verify> {
  const [, code = ""] = /\*\*Webhooks\*\*[^`]*```js\n(.*?)```/s.exec(readFileSync("OPERATIONS.md", "utf8")) ?? [];
  const { verify } = await import(/* @vite-ignore */ `data:text/javascript;base64,${btoa(code)}`);
  return verify;
}

it("the documented receiver takes a message once, and none that is old, changed, or of another's secret", async () => {
  const verify = await documentedReceiver();
  const body = JSON.stringify({ type: "alert", data: { key: "incident:1:opened" } });
  const signed = (change: { id?: string; nowMs?: number } = {}) =>
    signWebhook(SECRET, { id: "one", nowMs: Date.now(), body, ...change });
  const headers = signed();
  expect(verify("whsec_b3RoZXIgb3RoZXIgb3RoZXIgb3RoZXI=", headers, body)).toBe("not ours");
  expect(verify(SECRET, headers, body.replace("1", "2"))).toBe("not ours");
  expect(verify(SECRET, { ...headers, "webhook-id": "two" }, body)).toBe("not ours");
  expect(verify(SECRET, { ...headers, "webhook-timestamp": `${Date.now()}` }, body)).toBe("not ours");
  expect(verify(SECRET, {}, body)).toBe("not ours");
  for (const awayMs of [-360_000, 360_000])
    expect(verify(SECRET, signed({ nowMs: Date.now() + awayMs }), body)).toBe("too old");
  expect(verify(SECRET, headers, body)).toEqual(JSON.parse(body));
  expect(verify(SECRET, headers, body)).toBe("a repetition");
  // Sent again, since its answer was lost: signed anew, with the same id.
  expect(verify(SECRET, signed({ nowMs: Date.now() + 30_000 }), body)).toBe("a repetition");
  expect(verify(SECRET, signed({ id: "two" }), body)).toEqual(JSON.parse(body));
});

it("the documented receiver remembers an id as long as any time of it could be taken, and no longer", async () => {
  const verify = await documentedReceiver();
  const startMs = 1_800_000_000_000;
  const ahead = signWebhook(SECRET, { id: "three", nowMs: startMs + 299_000, body: "{}" });
  const later = signWebhook(SECRET, { id: "three", nowMs: startMs + 1_400_000, body: "{}" });
  const at = (ms: number, headers: Record<string, string>) => {
    vi.setSystemTime(startMs + ms);
    return verify(SECRET, headers, "{}");
  };
  vi.useFakeTimers({ toFake: ["Date"] });
  expect(at(0, ahead)).toEqual({});
  expect(at(590_000, ahead)).toBe("a repetition");
  expect(at(1_400_000, later)).toEqual({});
});
