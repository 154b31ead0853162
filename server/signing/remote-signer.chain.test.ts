import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { createRemoteSigner } from "./remote-signer";

it("a signer's own words are told as a database takes them, and not at any length", async () => {
  const problems = [`no \0 and \ud800${"!".repeat(100_000)}`];
  const server = http.createServer((_request, response) => {
    response.writeHead(422, { "content-type": "application/json" });
    response.end(JSON.stringify({ problems }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signer = createRemoteSigner({ url, secret: "s".repeat(32), name: "oracle" });
  const words = /no \\u\{0\} and \\u\{d800\}!{1,2000}…$/;
  await expect(signer.publicKey()).rejects.toThrow(words);
  await new Promise((resolve) => server.close(resolve));
});
