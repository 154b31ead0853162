import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { SignerRefused } from "@/server/domain/plan/signer-refused";
import { textsOf } from "@/server/domain/report/read-report";
import { largeReportInput } from "@/server/testing/domain/large-report";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import { collectReport } from "@/server/testing/domain/written-report";
import { IS_FULL } from "@/server/testing/full";
import { requestFor } from "@/server/testing/signing/sample-request";
import { keyFromSecret, signWith } from "./key-file";
import { openSignedPlans } from "./record-file";
import { createRemoteSigner, SignerUnavailable } from "./remote-signer";
import { heldBy, signPlan } from "./sign-plan";
import { type SignerEvent, type SignerServerOptions, startSignerServer } from "./signer-server";

const SECRET = "s".repeat(32);
const SAMPLE = sampleReport();
const KEY = keyFromSecret("07".repeat(32));
/** Four parts; a day of a million lines takes a minute. */
const LINES = IS_FULL ? 1_000_000 : 30_001;
/** What the signers of a test have told. */
const noted: SignerEvent[] = [];
const failures: unknown[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  noted.length = 0;
  failures.length = 0;
  for (const stop of stops.splice(0)) await stop();
});

const REQUEST = requestFor(SAMPLE);

async function serve(options: Partial<SignerServerOptions> & Pick<SignerServerOptions, "sign">): Promise<string> {
  const own = { port: 0, secret: SECRET, publicKey: KEY.publicKey, held: async () => null };
  const logs = { note: (event: SignerEvent) => noted.push(event), failed: (error: unknown) => failures.push(error) };
  const server = await startSignerServer({ ...own, ...logs, ...options });
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
  const policy = {
    act: "approve",
    network,
    policyId,
    dailyLimitLovelace: 2n ** 62n,
    nowMs: () => SAMPLE_BINDING.deadlineMs,
  } as const;
  return signer(
    (request) => signPlan(signWith(KEY), policy, signed, request),
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
  await expect(remote.signPlan(REQUEST)).rejects.toThrow(
    /answered 500: the signer failed; its log says why, under [0-9a-f-]{36}$/,
  );
  expect(failures).toEqual([new Error("the disk is full")]);
  await expect(remote.signPlan({ ...REQUEST, text: "x".repeat(199) })).rejects.toThrow(
    /answered 400: it is no request to sign: text must have at most 198 characters/,
  );
  const report = { ...SAMPLE.texts, manifest: "{}" };
  await expect(remote.signPlan({ ...REQUEST, report })).rejects.toThrow(/answered 400: the report's manifest: format/);
});

it("says that the signer does not answer", async () => {
  const remote = createRemoteSigner({ url: "http://127.0.0.1:1", secret: SECRET, name: "oracle" });
  await expect(remote.publicKey()).rejects.toThrow(
    /oracle at http:\/\/127.0.0.1:1 does not answer: nothing listens there/,
  );
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
      return remote.signPlan({ ...requestFor(large), report }).catch((error: unknown) => error);
    };
    // Refused at the second part, while the others are still being sent.
    expect(await refusal(parts.with(1, parts[0] ?? ""))).toEqual(
      new SignerRefused(`part 2 of the lines is not the one that the manifest names ${large.parts[1]?.hash}`, true),
    );
    expect(await refusal(parts.slice(0, -1))).toBeInstanceOf(SignerRefused);
    expect(String(await refusal([...parts, "[]"]))).toMatch(/answered 413: the request goes on after the last part/);
    expect(await remote.signPlan(requestFor(large))).toMatch(/^[0-9a-f]{128}$/);
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

it("tells the security log of each signature, refusal and wrong secret, and of no secret", async () => {
  const remote = await wholeSigner();
  const signature = await remote.signPlan(REQUEST);
  await expect(remote.signPlan({ ...REQUEST, act: "propose" })).rejects.toThrow(SignerRefused);
  const url = await serve({ sign: async () => ({ ok: true, signature: "cd".repeat(64) }) });
  await expect(createRemoteSigner({ url, secret: "a guess", name: "x" }).publicKey()).rejects.toThrow(/answered 401/);
  const asked = { what: "plan", text: REQUEST.text, reportHash: SAMPLE.hash, day: SAMPLE.manifest.dayIndex };
  const address = "127.0.0.1";
  expect(noted).toMatchObject([
    {
      event: "signer.signed",
      address,
      details: { ...asked, act: "approve", textHash: expect.stringMatching(/^\w{64}$/) },
    },
    {
      event: "signer.refused",
      address,
      details: {
        ...asked,
        act: "propose",
        problems: expect.arrayContaining([expect.stringMatching(/this signer does approve plans/)]),
      },
    },
    { event: "signer.secret-wrong", address },
  ]);
  for (const secret of [SECRET, "a guess", signature]) expect(JSON.stringify(noted)).not.toContain(secret);
});

it("answers a stranger's guesses no more after some, and its own callers all the same", async () => {
  const url = await serve({ sign: async () => ({ ok: true, signature: "cd".repeat(64) }) });
  const statuses: number[] = [];
  for (let guess = 0; guess < 30; guess++) {
    const answer = await fetch(`${url}/public-key`, { headers: { authorization: `Bearer ${guess}` } });
    statuses.push(answer.status);
    if (answer.status === 429) expect(answer.headers.get("retry-after")).toBe("60");
  }
  expect(statuses).toEqual([...Array(20).fill(401), ...Array(10).fill(429)]);
  expect(noted.filter(({ event }) => event === "signer.secret-wrong")).toHaveLength(20);
  expect(noted.at(-1)).toMatchObject({ event: "signer.limited" });
  expect(await createRemoteSigner({ url, secret: SECRET, name: "oracle" }).publicKey()).toBe(KEY.publicKey);
});

it("refuses a body by the length that it tells, before it is read", async () => {
  const url = new URL(await serve({ sign: async () => ({ ok: false, problems: ["not asked"] }) }));
  const headers = { authorization: `Bearer ${SECRET}`, "content-length": 2 ** 40 };
  const request = http.request(url, { path: "/sign-plan", method: "POST", headers });
  request.flushHeaders();
  const status = await new Promise((resolve, reject) => {
    request.once("response", (response) => resolve(response.statusCode)).once("error", reject);
  });
  request.destroy();
  expect(status).toBe(413);
});

it.each(["//", "/%zz", "/held?%00", "http://other/held", "*"])(
  "answers %s without a word of a library",
  async (place) => {
    const url = new URL(await serve({ sign: async () => ({ ok: false, problems: ["not asked"] }) }));
    const { port } = url;
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${SECRET}` };
      const request = http.request(
        { host: "127.0.0.1", port, path: place, headers, agent: false },
        async (response) => {
          let body = "";
          for await (const chunk of response) body += chunk;
          resolve(`${response.statusCode} ${body}`);
        },
      );
      request.once("error", reject).end();
    });
    expect(answer).toMatch(/^(404 .*there is no such route|400 .*name a state)/);
    expect(failures).toEqual([]);
  },
);

describe("over TLS", () => {
  const read = (name: string) => readFileSync(path.join("server", "testing", "signing", name), "utf8");
  const tls = { cert: read("test-certificate.pem"), key: read("test-certificate-key.pem") };
  const sign = async () => ({ ok: true, signature: "cd".repeat(64) }) as const;
  const secured = async () => (await serve({ tls, sign })).replace("http:", "https:");

  it("signs for whoever has its certificate", async () => {
    const remote = createRemoteSigner({ url: await secured(), secret: SECRET, name: "oracle", ca: tls.cert });
    expect(await remote.publicKey()).toBe(KEY.publicKey);
    expect(await remote.signPlan(REQUEST)).toBe("cd".repeat(64));
  });

  it("is not asked by who does not know its certificate, nor without TLS, and the words say what to do", async () => {
    const url = await secured();
    const ask = (address: string) => createRemoteSigner({ url: address, secret: SECRET, name: "oracle" }).publicKey();
    await expect(ask(url)).rejects.toThrow(/certificate is not known here\. Name it.*SIGNER_CA/);
    await expect(ask(url.replace("https:", "http:"))).rejects.toThrow(/closed the connection before its answer/);
    const plain = (await serve({ sign })).replace("http:", "https:");
    await expect(ask(plain)).rejects.toThrow(/does not speak TLS/);
  });
});
