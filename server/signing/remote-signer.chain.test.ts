import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { requestFor } from "@/server/testing/signing/sample-request";
import { createRemoteSigner } from "./remote-signer";

const servers: http.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** The client of a signer that answers every call so. */
async function signerThatSays(status: number, body: unknown) {
  const server = http.createServer((request, response) => {
    request.resume().once("end", () => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createRemoteSigner({ url, secret: "s".repeat(32), name: "oracle" });
}

it("a signer's own words are told as a database takes them, and not at any length", async () => {
  const signer = await signerThatSays(422, { problems: [`no \0 and \ud800${"!".repeat(100_000)}`] });
  await expect(signer.publicKey()).rejects.toThrow(/no \\u\{0\} and \\u\{d800\}!{1,2000}…$/);
});

it.each([
  ["1.2.0", "1.2.0"],
  [undefined, null],
  ["9".repeat(50), `${"9".repeat(40)}…`],
])("a signer of version %s says so, an earlier one says none", async (version, told) => {
  const signer = await signerThatSays(200, { publicKey: "ab".repeat(32), version });
  expect(await signer.version?.()).toBe(told);
});

it.each([
  [true, true],
  [undefined, false],
])("a refusal says whether the report gives another plan: %s", async (isDifference, told) => {
  const signer = await signerThatSays(422, { problems: ["another text"], isDifference });
  const refusal = { name: "SignerRefused", message: "another text", isDifference: told };
  await expect(signer.signPlan(requestFor(sampleReport()))).rejects.toMatchObject(refusal);
});
