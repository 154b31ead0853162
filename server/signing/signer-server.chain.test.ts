import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { bindPlan } from "@/server/domain/plan/sign-request";
import { SignerRefused } from "@/server/domain/plan/signer-refused";
import type { PlanSignRequest } from "@/server/domain/ports";
import { factsOfReport } from "@/server/domain/report/facts";
import { textsOf } from "@/server/domain/report/read-report";
import { largeReportInput } from "@/server/testing/domain/large-report";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import { type CollectedReport, collectReport } from "@/server/testing/domain/written-report";
import { IS_FULL } from "@/server/testing/full";
import { keyFromSecret } from "./key-file";
import { createRemoteSigner, SignerUnavailable } from "./remote-signer";
import { heldBy, signPlan } from "./sign-plan";
import { openSignedPlans } from "./signed-plans";
import { type SignerServerOptions, startSignerServer } from "./signer-server";

const SECRET = "s".repeat(32);
const SAMPLE = sampleReport();
const KEY = keyFromSecret("07".repeat(32));
/** Four parts; a day of a million lines takes a minute. */
const LINES = IS_FULL ? 1_000_000 : 30_001;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function asking(written: CollectedReport): PlanSignRequest {
  const bound = bindPlan({ ...factsOfReport(written.manifest), hash: written.hash }, SAMPLE_BINDING);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return {
    act: "approve",
    what: "plan",
    text: bound.plan.texts.approve,
    report: written.texts,
    binding: SAMPLE_BINDING,
  };
}
const REQUEST = asking(SAMPLE);

async function serve(options: Partial<SignerServerOptions> & Pick<SignerServerOptions, "sign">): Promise<string> {
  const own = { port: 0, secret: SECRET, publicKey: KEY.publicKey, held: async () => null };
  const server = await startSignerServer({ ...own, ...options });
  stops.push(server.stop);
  return `http://127.0.0.1:${server.port}`;
}

async function signer(
  sign: SignerServerOptions["sign"],
  secret = SECRET,
  held: SignerServerOptions["held"] = async () => null,
) {
  return createRemoteSigner({ url: await serve({ sign, held }), secret, name: "oracle" });
}

/** As `npm run signer` makes it. */
async function wholeSigner() {
  const directory = await mkdtemp(path.join(tmpdir(), "prize-signer-"));
  stops.push(() => rm(directory, { recursive: true, force: true }));
  const signed = openSignedPlans(path.join(directory, "signed.json"));
  const { network, policyId } = SAMPLE_BINDING;
  const policy = { act: "approve", network, policyId, dailyLimitLovelace: 2n ** 62n, nowMs: () => 0 } as const;
  return signer(
    (request) => signPlan(KEY, policy, signed, request),
    SECRET,
    (state) => heldBy(policy, signed, state),
  );
}

it("tells what it has signed for a state of the pool, and nothing of another", async () => {
  const remote = await wholeSigner();
  expect(await remote.held(SAMPLE_BINDING)).toBeNull();
  await remote.signPlan(REQUEST);
  const { deadlineMs, nonce } = SAMPLE_BINDING;
  expect(await remote.held(SAMPLE_BINDING)).toMatchObject({
    day: SAMPLE.manifest.dayIndex,
    reportHash: SAMPLE.hash,
    deadlineMs,
  });
  expect(await remote.held({ ...SAMPLE_BINDING, nonce: nonce + 1 })).toBeNull();
  await expect(remote.held({ ...SAMPLE_BINDING, previousPlan: "x" })).rejects.toThrow(
    /answered 400: nonce, previousPlan/,
  );
});

it("returns its key and signs what its policy allows", async () => {
  const asked: unknown[] = [];
  const remote = await signer(async ({ report, ...request }) => {
    const parts: string[] = [];
    for await (const part of report.parts()) parts.push(part);
    asked.push({ ...request, manifest: report.manifest, parts });
    return { ok: true, signature: "cd".repeat(64) };
  });
  expect(await remote.publicKey()).toBe(KEY.publicKey);
  expect(await remote.signPlan(REQUEST)).toBe("cd".repeat(64));
  const { report: _, ...request } = REQUEST;
  const parts = SAMPLE.parts.map(({ text }) => text);
  expect(asked).toEqual([{ ...request, manifest: SAMPLE.text, parts }]);
});

it("passes a refusal on with its reasons", async () => {
  const remote = await signer(async () => ({ ok: false, problems: ["too much", "too late"] }));
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(new SignerRefused("too much; too late"));
});

it("refuses callers without the secret", async () => {
  const remote = await signer(async () => ({ ok: true, signature: "cd".repeat(64) }), "wrong".repeat(8));
  await expect(remote.publicKey()).rejects.toThrow(/answered 401: the signer's secret is missing or wrong/);
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(SignerUnavailable);
});

it("does not accept a malformed request, nor take a failure for a signature", async () => {
  const remote = await signer(() => Promise.reject(new Error("the disk is full")));
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(/answered 500: the disk is full/);
  await expect(remote.signPlan({ ...REQUEST, text: "x".repeat(199) })).rejects.toThrow(/answered 400/);
  const report = { ...SAMPLE.texts, manifest: "{}" };
  await expect(remote.signPlan({ ...REQUEST, report })).rejects.toThrow(/answered 400: the report's manifest: format/);
});

it("says that the signer does not answer", async () => {
  const remote = createRemoteSigner({ url: "http://127.0.0.1:1", secret: SECRET, name: "oracle" });
  await expect(remote.publicKey()).rejects.toThrow(/oracle at http:\/\/127.0.0.1:1 does not answer/);
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(SignerUnavailable);
});

it(
  `signs a day of ${LINES} lines, whose report is read part by part; and refuses it with a part that is not its own`,
  async () => {
    const large = collectReport(largeReportInput(LINES, SAMPLE_BINDING.policyId));
    expect(large.parts).toHaveLength(Math.ceil(LINES / 10_000));
    const remote = await wholeSigner();
    const parts = large.parts.map(({ text }) => text);
    const refusal = async (changed: readonly string[]) => {
      const report = textsOf(large.text, changed);
      return remote.signPlan({ ...asking(large), report }).catch((error: unknown) => error);
    };
    // Refused at the second part, while the others are still being sent.
    expect(await refusal(parts.with(1, parts[0] ?? ""))).toEqual(
      new SignerRefused(`part 2 of the lines is not the one that the manifest names ${large.parts[1]?.hash}`),
    );
    expect(await refusal(parts.slice(0, -1))).toBeInstanceOf(SignerRefused);
    expect(String(await refusal([...parts, "[]"]))).toMatch(/answered 413: the request goes on after the last part/);
    expect(await remote.signPlan(asking(large))).toMatch(/^[0-9a-f]{128}$/);
  },
  IS_FULL ? 1_200_000 : 120_000,
);

/** Sends what it is given, and then nothing more without ending. */
async function send(url: string, text: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/sign-plan`, {
      method: "POST",
      headers: { authorization: `Bearer ${SECRET}` },
    });
    request.once("error", reject);
    request.once("response", async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      request.destroy();
      resolve({ status: response.statusCode ?? 0, body });
    });
    request.write(text);
  });
}

it("does not wait for ever for a caller that stops in the middle of its request", async () => {
  const url = await serve({ sign: async () => ({ ok: false, problems: ["not asked"] }), idleMs: 50 });
  expect(await send(url, '{"act":')).toMatchObject({
    status: 408,
    body: expect.stringMatching(/did not come in time/),
  });
});

it("refuses at once what goes on without an end", async () => {
  const drained: SignerServerOptions["sign"] = async ({ report }) => {
    for await (const part of report.parts()) expect(part).toBe(SAMPLE.parts[0]?.text);
    return { ok: true, signature: "cd".repeat(64) };
  };
  const url = await serve({ sign: drained });
  const head = JSON.stringify({ ...REQUEST, report: undefined, manifest: SAMPLE.text });
  const answer = await send(url, `${head}\n${SAMPLE.parts[0]?.text}\n[`);
  expect(answer).toMatchObject({ status: 413, body: expect.stringMatching(/goes on after the last part/) });
});
