import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readPrivateFile } from "@/server/files/read-private";
import { createKeyFile, readKeyFile } from "./key-file";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-keys-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it("reads back the key that it created, and never overwrites one", async () => {
  const file = path.join(directory, "deep", "key.json");
  const made = await createKeyFile(file);
  expect(await readKeyFile(file)).toEqual(made);
  await expect(createKeyFile(file)).rejects.toThrow(
    /not written to .*key\.json: there is such a file already\. Name a new/,
  );
  expect(await readKeyFile(file)).toEqual(made);
});

it("reads a payment key of cardano-cli, also with a byte order mark", async () => {
  const file = path.join(directory, "payment.skey");
  const made = await createKeyFile(path.join(directory, "own.json"));
  const text = { type: "PaymentSigningKeyShelley_ed25519", description: "", cborHex: `5820${made.secretKey}` };
  await writeFile(file, `\ufeff${JSON.stringify(text, null, 4)}\r\n`, { mode: 0o600 });
  expect(await readKeyFile(file)).toEqual(made);
});

it.each([
  ["is missing", null, 0o600, /Cannot read .*key\.json: there is no such file\./],
  ["others may read", '{"type":"ed25519","secretKey":"aa"}', 0o644, /Others may read the key file .*\. Run: chmod 600/],
  ["is not JSON", "secret", 0o600, /is not a key file\. It must be \{"type":"ed25519"/],
  ["is of another kind", '{"type":"rsa","secretKey":"aa"}', 0o600, /is not a key file\. It must be/],
  ["has a field twice", '{"secret":1,"secret":2}', 0o600, /is not a key file/],
  [
    "is a public key of cardano-cli",
    '{"type":"PaymentVerificationKeyShelley_ed25519","cborHex":"5820"}',
    0o600,
    /holds a public key: name the file with its secret half \(\.skey\)\. It must be .* a payment key of cardano-cli/,
  ],
  [
    "is an extended key of cardano-cli",
    '{"type":"PaymentExtendedSigningKeyShelley_ed25519_bip32","cborHex":"5880"}',
    0o600,
    /holds an extended key of a wallet/,
  ],
])("refuses a file that %s, without showing its content", async (_what, text, mode, words) => {
  const file = path.join(directory, "key.json");
  if (text !== null) {
    await writeFile(file, text);
    await chmod(file, mode);
  }
  await expect(readKeyFile(file)).rejects.toThrow(words);
  if (text !== null) expect(await readFile(file, "utf8")).toBe(text);
});

it("nobody is told to change the rights of what is no file", async () => {
  const refused = await readPrivateFile("/dev/null").catch(String);
  expect(refused).toMatch(/\/dev\/null is no file in which a secret can be kept/);
  expect(refused).not.toMatch(/chmod/);
});
