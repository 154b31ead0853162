import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
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
  await expect(createKeyFile(file)).rejects.toThrow(/EEXIST/);
  expect(await readKeyFile(file)).toEqual(made);
});

it.each([
  ["is missing", null, 0o600, /Cannot read the key file .* \(ENOENT\)/],
  ["others may read", '{"type":"ed25519","secretKey":"aa"}', 0o644, /Others may read the key file .*\. Run: chmod 600/],
  ["is not JSON", "secret", 0o600, /is not JSON/],
  ["is of another kind", '{"type":"rsa","secretKey":"aa"}', 0o600, /type must be "ed25519"; secretKey must be 64/],
])("refuses a file that %s, without showing its content", async (_what, text, mode, words) => {
  const file = path.join(directory, "key.json");
  if (text !== null) {
    await writeFile(file, text);
    await chmod(file, mode);
  }
  await expect(readKeyFile(file)).rejects.toThrow(words);
  if (text !== null) expect(await readFile(file, "utf8")).toBe(text);
});
