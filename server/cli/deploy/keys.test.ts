import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import { signData, testKey } from "@/server/testing/contract/keys";
import { readConsents } from "./keys";

const TEXT = "Daily Prize Oracle devnet consent";

const folder = mkdtempSync(path.join(tmpdir(), "consents-"));
const file = path.join(folder, "consents.json");
afterAll(() => rmSync(folder, { recursive: true }));

const [ANN, BEN] = ["ab".repeat(32), "cd".repeat(32)];
const signature = "12".repeat(64);

function reading(text: string) {
  writeFileSync(file, text);
  return readConsents([file]);
}

describe("a file of signatures", () => {
  it("holds raw ones, and a wallet's with the header that it signed", async () => {
    const consents = await reading(
      JSON.stringify({ [ANN]: { signature }, [BEN]: { signature, protectedHeader: "a10127" } }),
    );
    expect(consents.get(ANN)).toEqual({ kind: "raw", signature });
    expect(consents.get(BEN)).toEqual({ kind: "cip8", protectedHeader: "a10127", signature });
  });

  it("may hold whole answers of wallets and tools, one or a list, in either case of hexadecimal", async () => {
    const [ann, ben] = [testKey("ann"), testKey("ben")].map((key) => signData(key, TEXT));
    const upper = { signature: ben?.signature.toUpperCase(), key: ben?.key.toUpperCase(), address: "addr1" };
    const both = await reading(JSON.stringify([ann, upper]));
    expect([...both.keys()]).toEqual([testKey("ann").publicKey, testKey("ben").publicKey]);
    for (const [key, envelope] of both) expect(verifyEnvelope(key, envelope, TEXT)).toBe(true);
    expect([...(await reading(JSON.stringify(ann))).keys()]).toEqual([testKey("ann").publicKey]);
    await expect(reading(JSON.stringify([ann, { ...ann, key: "a0" }]))).rejects.toThrow(
      /consents\.json does not hold signatures:\n {2}1 is unusable: The key is not an ed25519 key\./,
    );
  });

  it("is not needed", async () => {
    expect(await readConsents([])).toEqual(new Map());
  });

  it.each<[string, string, RegExp]>([
    ["no JSON", "{", /consents\.json is not JSON\.\nIt should hold .*"signature": "<hex>"/],
    ["a list", "[]", /consents\.json does not hold signatures:/],
    ["a short key", JSON.stringify({ abc: { signature } }), /abc .*64 lower-case hexadecimal digits/],
    [
      "a short signature",
      JSON.stringify({ [ANN]: { signature: "12" } }),
      new RegExp(`${ANN}\\.signature must be .*128 lower-case hexadecimal digits`),
    ],
    [
      "a header that is not hexadecimal",
      JSON.stringify({ [ANN]: { signature, protectedHeader: "oops" } }),
      new RegExp(`${ANN}\\.protectedHeader must be .*hexadecimal`),
    ],
    [
      "a field that nobody reads",
      JSON.stringify({ [ANN]: { signature, header: "a10127" } }),
      new RegExp(`${ANN} has unknown fields: header`),
    ],
  ])("with %s is refused with the correct form", async (_name, text, words) => {
    await expect(reading(text)).rejects.toThrow(words);
  });

  it("that is missing is named", async () => {
    await expect(readConsents([path.join(folder, "other.json")])).rejects.toThrow(
      /Cannot read .*other\.json: there is no such file\./,
    );
  });

  it("may be one of several: the same twice is fine, two signatures of one key are named with both files", async () => {
    const write = (name: string, content: object) => {
      const place = path.join(folder, name);
      writeFileSync(place, JSON.stringify(content));
      return place;
    };
    const ann = write("ann.json", { [ANN]: { signature } });
    const both = write("both.json", { [BEN]: { signature }, [ANN]: { signature } });
    expect([...(await readConsents([ann, both, ann])).keys()].sort()).toEqual([ANN, BEN]);
    const other = write("other-ann.json", { [ANN]: { signature: "34".repeat(64) } });
    await expect(readConsents([both, other])).rejects.toThrow(
      new RegExp(`both\\.json and .*other-ann\\.json have different signatures of ${ANN}`),
    );
  });
});
