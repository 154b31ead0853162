import { afterEach, expect, it } from "vitest";
import { SAMPLE_BINDING } from "@/server/testing/domain/sample-plan";
import { createRemoteSigner, SignerRefused, SignerUnavailable } from "./remote-signer";
import { type SignerServerOptions, startSignerServer } from "./signer-server";

const SECRET = "s".repeat(32);
const REQUEST = { act: "approve", text: "a text", report: "{}", binding: SAMPLE_BINDING } as const;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function signer(sign: SignerServerOptions["sign"], secret = SECRET) {
  const server = await startSignerServer({ port: 0, secret: SECRET, publicKey: "ab".repeat(32), sign });
  stops.push(server.stop);
  return createRemoteSigner({ url: `http://127.0.0.1:${server.port}`, secret, name: "oracle" });
}

it("returns its key and signs what its policy allows", async () => {
  const asked: unknown[] = [];
  const remote = await signer(async (request) => {
    asked.push(request);
    return { ok: true, signature: "cd".repeat(64) };
  });
  expect(await remote.publicKey()).toBe("ab".repeat(32));
  expect(await remote.signPlan(REQUEST)).toBe("cd".repeat(64));
  expect(asked).toEqual([REQUEST]);
});

it("passes a refusal on with its reasons", async () => {
  const remote = await signer(async () => ({ ok: false, problems: ["too much", "too late"] }));
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(new SignerRefused("too much; too late"));
});

it("refuses callers without the secret", async () => {
  const remote = await signer(async () => ({ ok: true, signature: "cd".repeat(64) }), "wrong".repeat(8));
  await expect(remote.publicKey()).rejects.toThrow(/answered 401/);
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(SignerUnavailable);
});

it("does not accept a malformed request, nor take a failure for a signature", async () => {
  const remote = await signer(() => Promise.reject(new Error("the disk is full")));
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(/answered 500/);
  await expect(remote.signPlan({ ...REQUEST, text: "x".repeat(199) })).rejects.toThrow(/answered 400/);
});

it("says that the signer does not answer", async () => {
  const remote = createRemoteSigner({ url: "http://127.0.0.1:1", secret: SECRET, name: "oracle" });
  await expect(remote.publicKey()).rejects.toThrow(/oracle at http:\/\/127.0.0.1:1 does not answer/);
});
