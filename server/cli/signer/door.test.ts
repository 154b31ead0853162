import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testSecret } from "@/server/testing/secrets";
import { readDoor } from "./door";

const folder = mkdtempSync(path.join(tmpdir(), "signer-door-"));
const KEY = path.join(folder, "key.pem");
const OTHER = path.join(folder, "other.pem");
const CERT = "server/testing/signing/test-certificate.pem";
copyFileSync("server/testing/signing/test-certificate-key.pem", KEY);
chmodSync(KEY, 0o600);
writeFileSync(OTHER, "no key", { mode: 0o600 });
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = { SIGNER_SECRET: testSecret("signer") };
const TLS = { SIGNER_TLS_CERT: CERT, SIGNER_TLS_KEY: KEY };

describe("the door of a signer", () => {
  it("is on this machine by default, and elsewhere with TLS", async () => {
    expect(await readDoor(SECRET)).toMatchObject({ host: "127.0.0.1", tls: null });
    expect(await readDoor({ ...SECRET, SIGNER_HOST: "::1" })).toMatchObject({ host: "::1", tls: null });
    const open = await readDoor({ ...SECRET, ...TLS, SIGNER_HOST: "0.0.0.0" });
    expect(open).toMatchObject({ host: "0.0.0.0", tls: { cert: expect.stringMatching(/^-----BEGIN CERT/) } });
  });

  it.each<[string, object, RegExp]>([
    ["no secret", { SIGNER_SECRET: "" }, /SIGNER_SECRET is not set/],
    ["a secret of one letter", { SIGNER_SECRET: "a".repeat(40) }, /SIGNER_SECRET is too regular/],
    ["a secret in quotes", { SIGNER_SECRET: `"${testSecret("signer")}"` }, /SIGNER_SECRET has quotation marks/],
    ["a name", { SIGNER_HOST: "signer.example.org" }, /SIGNER_HOST must be an address of this machine/],
    ["all addresses without TLS", { SIGNER_HOST: "0.0.0.0" }, /it needs TLS: .*SIGNER_TLS_CERT and SIGNER_TLS_KEY/],
    ["another address without TLS", { SIGNER_HOST: "10.0.0.2" }, /it needs TLS.*use a tunnel/],
    ["half of TLS", { SIGNER_TLS_CERT: CERT }, /are needed together/],
    ["no certificate", { ...TLS, SIGNER_TLS_CERT: OTHER }, /other\.pem is not a certificate in PEM/],
    ["another key", { ...TLS, SIGNER_TLS_KEY: OTHER }, /must be the private key of the certificate/],
    ["a key that is not there", { ...TLS, SIGNER_TLS_KEY: "/nowhere" }, /Cannot read \/nowhere: there is no such file/],
  ])("with %s is not opened, and the words say what is right", async (_name, change, words) => {
    await expect(readDoor({ ...SECRET, ...change })).rejects.toThrow(words);
  });

  it("wants a key of TLS that nobody else may read", async () => {
    chmodSync(KEY, 0o644);
    await expect(readDoor({ ...SECRET, ...TLS })).rejects.toThrow(/Others may read the key file/);
  });
});
