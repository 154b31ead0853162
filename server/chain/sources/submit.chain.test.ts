import { hexToBytes } from "@noble/hashes/utils";
import { describe, expect, test } from "vitest";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { Reply } from "@/server/testing/chain/canned-server";
import { withCannedSource } from "@/server/testing/chain/with-source";

const held = withCannedSource({ projectId: "preprodSECRETKEY" });
const TX = hexToBytes("84a200800180a0f5f6");
const ID = transactionId(TX);

test("the exact bytes are sent once, with the key", async () => {
  held.server.routes["tx/submit"] = () => ({ body: ID });
  expect(await held.source.submit(TX)).toEqual({ kind: "accepted" });
  expect(held.server.bodies.map((body) => new Uint8Array(body))).toEqual([TX]);
  expect(held.server.keys).toEqual(["preprodSECRETKEY"]);
});

describe("whatever goes wrong is ambiguous, told in words, and not repeated", () => {
  const cases: [string, Reply, RegExp][] = [
    ["a time-out", { body: "", hang: true }, /no answer to tx\/submit within 0.25 s/],
    ["an internal error after acceptance", { status: 500, body: JSON.stringify(ID) }, /status 500/],
    ["a redirect", { status: 302, body: "", headers: { location: "/" } }, /status 302/],
    ["another id", { body: "ab".repeat(32) }, /not with the id/],
    ["a web page", { status: 503, body: "<html>down</html>" }, /a web page/],
    ["a refused key, repeated by the server", { status: 403, body: "no preprodSECRETKEY" }, /no \(project id\)/],
    ["an id after which nothing ends", { body: ID.padEnd(5_000_000) + ID }, /not with the id/],
    ["words that no database takes", { status: 500, body: "half \0 done" }, /half \\u\{0\} done/],
    ["inputs already spent", { status: 400, body: "BadInputsUTxO" }, /BadInputsUTxO/],
  ];
  test.each(cases)("%s", async (_, reply, words) => {
    held.server.routes["tx/submit"] = () => reply;
    const outcome = await held.source.submit(TX);
    expect(outcome).toEqual({ kind: "ambiguous", detail: expect.stringMatching(words) });
    expect(held.server.asked).toEqual(["tx/submit"]);
  });

  test("nobody listens", async () => {
    const { source } = held;
    await held.server.close();
    held.server.close = async () => {};
    expect(await source.submit(TX)).toEqual({
      kind: "ambiguous",
      detail: expect.stringMatching(/nothing listens/),
    });
  });
});

test("bytes that are no transaction are never sent", async () => {
  await expect(held.source.submit(new Uint8Array([0xa0]))).rejects.toThrow("a transaction is a CBOR array");
  expect(held.server.asked).toEqual([]);
});
