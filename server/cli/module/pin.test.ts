import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, describe, expect, it } from "vitest";
import { readPin, rememberRefusedPin } from "./pin";

const folder = mkdtempSync(path.join(tmpdir(), "pin-"));
afterAll(() => rmSync(folder, { recursive: true }));
const CHOICE = { module: "/nowhere.so", token: { label: "oracle" } };
const NONE = { chosen: {} };

function pinFile(text: string, mode = 0o600): string {
  const file = path.join(folder, `pin-${Math.random()}`);
  writeFileSync(file, text, { mode });
  return file;
}

describe("a PIN in a file", () => {
  it.each(["482913", "482913\n", "482913\r\n"])("is its one line: %j", async (text) => {
    expect(await readPin(CHOICE, pinFile(text), NONE)).toEqual({ ...CHOICE, pin: "482913", origin: "stored" });
  });

  it.each(["", "\n", "482913\n\n", "482913\n555\n", "4".repeat(256)])("is not %j", async (text) => {
    await expect(readPin(CHOICE, pinFile(text), NONE)).rejects.toThrow("must hold the PIN");
  });

  it("is not read where others may read it", async () => {
    await expect(readPin(CHOICE, pinFile("482913", 0o640), NONE)).rejects.toThrow(/Others may read .* chmod 600/);
  });
});

it("is not taken from a pipe, which nobody types into", async () => {
  const terminal = { input: new PassThrough(), output: new PassThrough() };
  await expect(readPin(CHOICE, undefined, NONE, terminal)).rejects.toThrow("--pin-file is missing");
});

describe("a PIN that was refused", () => {
  it("is not tried again until its file is written or the mark is removed; the mark holds nothing of it", async () => {
    const file = pinFile("482913");
    const mark = path.join(folder, "signed.json.pin-refused");
    const refused = rememberRefusedPin(file, mark);
    await refused.check();
    await refused.note();
    await expect(refused.check()).rejects.toThrow("has not been written since. It is not tried again");
    await expect(rememberRefusedPin(file, mark).check()).rejects.toThrow(`remove ${mark}`);
    await rememberRefusedPin(pinFile("555"), mark).check();
    await refused.note();
    writeFileSync(file, "111111");
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    await refused.check();
    await refused.check();
  });
});
