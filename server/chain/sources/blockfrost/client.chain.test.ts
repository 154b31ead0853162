import { describe, expect, test } from "vitest";
import { blockAnswer, serveChain } from "@/server/testing/chain/canned-chain";
import { NOT_FOUND, type Reply, startCannedServer } from "@/server/testing/chain/canned-server";
import { QUICK_RETRY, withCannedSource } from "@/server/testing/chain/with-source";
import { checkNetwork } from "../check-network";
import { ChainSourceError } from "../error";
import { createBlockfrostSource } from "./source";

const held = withCannedSource({ projectId: "preprodSECRETKEY" });

async function failureOf(promise: Promise<unknown>): Promise<ChainSourceError> {
  const error = await promise.then(
    () => "no failure",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChainSourceError);
  return error as ChainSourceError;
}

describe("what a server may answer instead of an answer", () => {
  const cases: [string, Reply, string, RegExp][] = [
    ["a web page", { body: "<!DOCTYPE html><html></html>" }, "wrong-answer", /a web page/],
    ["broken JSON", { body: '{"hash": "ab' }, "wrong-answer", /should be a value in JSON, but is "{/],
    ["nothing", { body: "" }, "wrong-answer", /but is an empty body/],
    ["null", { body: "null" }, "wrong-answer", /but is "null"/],
    ["a list", { body: [] }, "wrong-answer", /the whole answer: .*object.*; it is \[\]/],
    ["a block without a slot", { body: { ...blockAnswer(3), slot: null } }, "wrong-answer", /slot: .*; it is null/],
    ["a slot in words", { body: { ...blockAnswer(3), slot: "60" } }, "wrong-answer", /slot: .*number.*; it is "60"/],
    ["a slot beyond every number", { body: '{"slot":1e999}' }, "wrong-answer", /not what it should be/],
    ["a height too large to be exact", { body: { ...blockAnswer(3), height: 2 ** 60 } }, "wrong-answer", /height/],
    ["a negative height", { body: { ...blockAnswer(3), height: -1 } }, "wrong-answer", /height: .*; it is -1/],
    ["NaN", { body: JSON.stringify(blockAnswer(3)).replace('"slot":60', '"slot":NaN') }, "wrong-answer", /JSON/],
    ["a cut-off hash", { body: { ...blockAnswer(3), hash: "abcd" } }, "wrong-answer", /hash.*64 hexa.*is "abcd"/],
    [
      "two hashes for one block",
      { body: JSON.stringify(blockAnswer(3)).replace("{", `{"hash":"${"ab".repeat(32)}",`) },
      "wrong-answer",
      /blocks\/latest .* names one thing twice/,
    ],
    ["a redirect", { status: 301, body: "", headers: { location: "/else" } }, "wrong-answer", /\/else/],
    ["a page of a proxy with 404", { status: 404, body: "<html></html>" }, "not-supported", /has its path/],
    ["404", { status: 404, body: {} }, "not-supported", /has its path/],
    ["404 in the API's own form", NOT_FOUND, "not-supported", /there is no blocks\/latest/],
    ["no key", { status: 403, body: { message: "Invalid project token." } }, "unauthorised", /project id/],
    ["over the plan", { status: 402, body: {} }, "rate-limited", /larger plan/],
    ["a ban", { status: 418, body: {} }, "rate-limited", /banned/],
    ["too fast", { status: 429, body: {} }, "rate-limited", /too many/],
    ["mempool full", { status: 425, body: {} }, "unavailable", /Try later/],
    ["a bad request without words", { status: 400, body: "" }, "wrong-answer", /refused blocks.*an empty body/],
    ["an internal error", { status: 500, body: {} }, "unavailable", /Try later/],
    [
      "an unknown path",
      { status: 400, body: { message: "Invalid path. See the docs." } },
      "not-supported",
      /no blocks/,
    ],
    ["a bad request", { status: 400, body: { message: "no" } }, "wrong-answer", /refused blocks/],
    ["no answer in time", { body: "", hang: true }, "unreachable", /within 0.25 s/],
  ];
  test.each(cases)("%s", async (_, reply, kind, words) => {
    held.server.routes["blocks/latest"] = () => reply;
    const error = await failureOf(held.source.tip());
    expect(error).toMatchObject({ kind, source: "canned", message: expect.stringMatching(words) });
  });

  test("nobody listens", async () => {
    await held.server.close();
    const error = await failureOf(held.source.tip());
    expect(error).toMatchObject({ kind: "unreachable", message: expect.stringMatching(/nothing listens/) });
    held.server.close = async () => {};
  });
});

describe("asking again", () => {
  test.each([425, 429, 500, 502, 503, 504])("status %i is tried again", async (status) => {
    serveChain(held.server, 3);
    held.server.routes["blocks/latest"] = (_, count) => (count < 2 ? { status, body: {} } : { body: blockAnswer(3) });
    expect((await held.source.tip()).height).toBe(3);
  });

  test.each([400, 402, 403, 404, 418])("status %i is not", async (status) => {
    held.server.routes["blocks/latest"] = () => ({ status, body: {} });
    await failureOf(held.source.tip());
    expect(held.server.asked).toEqual(["blocks/latest"]);
  });

  test("it ends", async () => {
    held.server.routes["blocks/latest"] = () => ({ status: 500, body: {} });
    await failureOf(held.source.tip());
    expect(held.server.asked).toHaveLength(1 + QUICK_RETRY.retries);
  });
});

test("an answer larger than any of the API's is cut off", async () => {
  held.server.routes["blocks/latest"] = () => ({ body: " ".repeat(17 * 2 ** 20) });
  const patient = createBlockfrostSource({ url: held.server.url, name: "canned", timeoutMs: 60_000 });
  const error = await failureOf(patient.tip());
  expect(error.message).toBe("canned: the answer to blocks/latest is refused: it is larger than 16 MiB.");
});

test("an answer that ends before its announced length is no answer", async () => {
  const body = JSON.stringify(blockAnswer(3));
  const headers = { "content-length": String(body.length + 10) };
  held.server.routes["blocks/latest"] = () => ({ body, headers, cut: true });
  expect(await failureOf(held.source.tip())).toMatchObject({
    kind: "unreachable",
    message: expect.stringMatching(/blocks\/latest: the server closed the connection before its answer was complete/),
  });
});

test("the key is sent, and does not show even when the server repeats it", async () => {
  const message = "bad token preprodSECRETKEY";
  held.server.routes["blocks/latest"] = () => ({ status: 403, body: { message } });
  const error = await failureOf(held.source.tip());
  expect(held.server.keys).toEqual(["preprodSECRETKEY"]);
  expect(error.message).toContain("bad token (project id)");
});

test("a server without a key or a path prefix works", async () => {
  const bare = await startCannedServer("");
  serveChain(bare, 5);
  const source = createBlockfrostSource({ url: `${bare.url}/` });
  expect((await source.tip()).height).toBe(5);
  expect(new Set(bare.keys)).toEqual(new Set([undefined]));
  expect(source.name).toBe(`Blockfrost at ${new URL(bare.url).host}`);
  await bare.close();
});

test.each([
  ["localhost", /cannot be read/],
  ["ftp://host/api", /should begin with http/],
  ["http://user:pass@host/api", /project id/],
  ["http://host/api?key=1", /project id/],
])("the address %s is refused", (url, words) => {
  expect(() => createBlockfrostSource({ url })).toThrow(words);
});

test("another network is refused by both names", async () => {
  serveChain(held.server, 1);
  await checkNetwork(held.source, 42);
  const error = await failureOf(checkNetwork(held.source, 1));
  expect(error.kind).toBe("wrong-network");
  expect(error.message).toMatch(/magic 42.*preprod/);
});
