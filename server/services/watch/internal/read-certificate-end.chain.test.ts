import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer as createPlain, type Server } from "node:net";
import { createServer } from "node:tls";
import { afterEach, expect, it } from "vitest";
import { readCertificateEnd } from "./read-certificate-end";

const FILE = "server/testing/signing/test-certificate.pem";
const cert = readFileSync(FILE, "utf8");
const key = readFileSync("server/testing/signing/test-certificate-key.pem", "utf8");
const END_MS = Date.parse(new X509Certificate(cert).validTo);

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const listen = (server: Server) =>
  new Promise<string>((resolve) => {
    servers.push(server);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`https://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
    });
  });

it("the end of the certificate in a file, and of the one that a server shows, whoever signed it", async () => {
  expect(await readCertificateEnd({ what: "a file", file: FILE })).toBe(END_MS);
  expect(await readCertificateEnd({ what: "a server", url: await listen(createServer({ cert, key })) })).toBe(END_MS);
});

it("a server that is away, or shows none, and a file that holds none", async () => {
  const hangsUp = createPlain((socket) => socket.destroy());
  await expect(readCertificateEnd({ what: "no TLS", url: await listen(hangsUp) })).rejects.toThrow();
  await expect(readCertificateEnd({ what: "away", url: "https://127.0.0.1:1" })).rejects.toThrow(/ECONNREFUSED/);
  await expect(readCertificateEnd({ what: "no file", file: "package.json" })).rejects.toThrow();
});
