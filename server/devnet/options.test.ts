import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readArguments } from "@/server/cli/arguments";
import { OPTIONS, readOptions } from "./options";

const folder = mkdtempSync(join(tmpdir(), "devnet-options-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = async (args: string[]) => readOptions(readArguments(args, OPTIONS));

function file(content: string): string {
  const path = join(folder, `${Math.abs(content.length)}.json`);
  writeFileSync(path, content);
  return path;
}

describe("readOptions", () => {
  it("reads flags over the genesis file", async () => {
    const genesis = file(
      JSON.stringify({
        networkMagic: 7,
        slotLengthMs: 200,
        initialFunds: [{ address: "addr", lovelace: "9007199254740993" }],
        initialRewardAccounts: [{ address: "stake", rewardLovelace: 0 }],
      }),
    );
    const { options, exitWithParent } = await read([
      ...[
        "--genesis",
        genesis,
        "--network-magic",
        "8",
        "--speed",
        "60",
        "--port",
        "0",
        "--no-mining",
        "--exit-with-parent",
      ],
    ]);
    expect(exitWithParent).toBe(true);
    expect(options).toEqual({
      port: 0,
      speed: 60,
      mining: false,
      genesis: {
        networkMagic: 8,
        slotLengthMs: 200,
        initialFunds: [{ address: "addr", lovelace: 9_007_199_254_740_993n }],
        initialRewardAccounts: [{ address: "stake", rewardLovelace: 0n }],
      },
    });
  });

  it.each([
    [["--port", "x"], '--port must be a whole number from 0 to 65535, not "x"'],
    [["--speed", "-1"], /--speed/],
    [["--funding-lovelace", "1.5"], "--funding-lovelace"],
    [["--speeed", "1"], "--speeed"],
    [["--genesis", join(folder, "none.json")], "none.json"],
    [["--genesis", file('{"slotlength":1}')], "slotlength"],
  ])("refuses %j and names the option", async (args, message) => {
    await expect(read(args)).rejects.toThrow(message);
  });
});
