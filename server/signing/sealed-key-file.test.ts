import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSignerKey } from "@/server/cli/signer/key";
import { readPrivateLine } from "@/server/files/read-private";
import { writeEnvelope } from "./cardano-cli-key";
import { keyFromSecret, plainKey, readKeyFile, writeKeyFile } from "./key-file";
import { sealedKey } from "./sealed-key-file";

const KEY = keyFromSecret("42".repeat(32));
const PASSPHRASE = "correct horse battery staple";
const MAINNET = 764_824_073;
const PREPROD = 1;

let folder: string;
const place = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "prize-sealed-"));
  await writeKeyFile(place("sealed.json"), await sealedKey(KEY, PASSPHRASE));
  await writeKeyFile(place("plain.json"), plainKey(KEY));
  await writeFile(place("passphrase"), `${PASSPHRASE}\n`, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

describe("a sealed key file", () => {
  it("opens by the passphrase of a file, on every network", async () => {
    for (const network of [MAINNET, PREPROD]) {
      expect(await openSignerKey(place("sealed.json"), place("passphrase"), network)).toEqual(KEY);
    }
    expect((await stat(place("sealed.json"))).mode & 0o777).toBe(0o600);
    expect(await readFile(place("sealed.json"), "utf8")).not.toContain(KEY.secretKey);
  });

  it("does not open by another passphrase, and says which key it is", async () => {
    await writeFile(place("wrong"), "correct horse battery stapler", { mode: 0o600 });
    const opening = openSignerKey(place("sealed.json"), place("wrong"), MAINNET);
    await expect(opening).rejects.toThrow(
      /does not open: the passphrase is wrong, or the file was changed. Its public/,
    );
    await expect(opening).rejects.not.toThrow(/horse/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["its ciphertext", { ciphertext: "00".repeat(48) }, /does not open: the passphrase is wrong, or the file was chan/],
    ["its public key", { publicKey: keyFromSecret("43".repeat(32)).publicKey }, /does not open/],
    ["a cheaper derivation", { cost: 1024 }, /is a sealed key that was damaged: cost: .*Take it from its backup/],
    ["a derivation that hangs", { cost: 2 ** 30 }, /is a sealed key that was damaged: cost/],
    ["a field too many", { note: "x" }, /is a sealed key that was damaged/],
  ])("that was tampered with does not open: %s", async (_what, change, words) => {
    const sealed = { ...JSON.parse(await readFile(place("sealed.json"), "utf8")), ...change };
    await writeFile(place("tampered.json"), JSON.stringify(sealed), { mode: 0o600 });
    await expect(openSignerKey(place("tampered.json"), place("passphrase"), MAINNET)).rejects.toThrow(words);
  });

  it("is not taken where nobody can be asked for the passphrase", async () => {
    await expect(readKeyFile(place("sealed.json"))).rejects.toThrow(
      /is sealed under a passphrase.*npm run keys -- open/,
    );
    await expect(openSignerKey(place("sealed.json"), undefined, PREPROD)).rejects.toThrow(
      /There is no terminal to ask for the passphrase: name a file with it, --passphrase-file FILE/,
    );
  });

  it("is made with no passphrase that is short", async () => {
    await expect(sealedKey(KEY, "short")).rejects.toThrow(/at least 12 characters/);
  });
});

describe("a plain key file", () => {
  it("is taken on test networks, and refused on mainnet with a way out, cardano-cli's too", async () => {
    expect(await openSignerKey(place("plain.json"), undefined, PREPROD)).toEqual(KEY);
    await writeKeyFile(place("card.skey"), writeEnvelope("secret", KEY.secretKey));
    expect(await readKeyFile(place("card.skey"))).toEqual(KEY);
    for (const file of ["plain.json", "card.skey"]) {
      await expect(openSignerKey(place(file), undefined, MAINNET)).rejects.toThrow(
        /is a plain key, which a signer does not take on mainnet: seal it .*npm run keys -- seal/,
      );
    }
    await expect(openSignerKey(place("plain.json"), place("passphrase"), PREPROD)).rejects.toThrow(
      /no passphrase open/,
    );
  });
});

describe("a passphrase file", () => {
  it("that others may read is refused, with what to do", async () => {
    await chmod(place("passphrase"), 0o640);
    await expect(openSignerKey(place("sealed.json"), place("passphrase"), MAINNET)).rejects.toThrow(
      /Others may read the passphrase file .*passphrase\. Run: chmod 600/,
    );
    await chmod(place("passphrase"), 0o600);
  });

  it.each(["", "\n", "one\ntwo\n"])("holds one line: %j is refused", async (text) => {
    await writeFile(place("lines"), text, { mode: 0o600 });
    await expect(readPrivateLine(place("lines"), "passphrase")).rejects.toThrow(
      /must hold the passphrase on one line, and nothing/,
    );
  });

  it("keeps blanks, and leaves out the end of the line", async () => {
    await writeFile(place("blanks"), " a b \r\n", { mode: 0o600 });
    expect(await readPrivateLine(place("blanks"), "passphrase")).toBe(" a b ");
  });
});
