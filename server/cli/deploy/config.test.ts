import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { readConfig } from "./config";

const folder = mkdtempSync(path.join(tmpdir(), "deploy-config-"));
const file = path.join(folder, "deploy.json");
afterAll(() => rmSync(folder, { recursive: true }));

const key = { kind: "key", hash: "1".repeat(56) } as const;
const [onTestNetwork, onMainnet] = [makeAddress(0, key, null), makeAddress(1, key, null)];
const complete = {
  treasury: onTestNetwork,
  dailyLimitLovelace: "1000000000",
  depositLovelace: "10000000000",
  rules: { gameAddress: onTestNetwork },
};

function reading(change: object): Promise<unknown> {
  writeFileSync(file, JSON.stringify({ ...complete, ...change }));
  return readConfig(file);
}

describe("the deployment's file", () => {
  it("gives the treasury as a credential, and defaults for missing fields", async () => {
    expect(await reading({})).toMatchObject({ treasury: key, threshold: 2, maxFeeLovelace: 4_000_000n });
  });

  it.each<[object, RegExp]>([
    [{ treasury: "addr_test1oops" }, /treasury .*typing error/],
    [{ treasury: onMainnet }, /treasury belongs to mainnet, but rules\.gameAddress belongs to a test network/],
    [{ treasury: undefined }, /treasury must be an address/],
    [{ threshold: 0 }, /threshold .*from 1 to 16/],
    [{ depositLovelace: 5 }, /depositLovelace /],
    [{ dailyLimit: "5" }, /dailyLimit/],
  ])("refuses %o and names the field and what it must be", async (change, words) => {
    await expect(reading(change)).rejects.toThrow(words);
  });

  it("may have a byte order mark, as some editors write", async () => {
    writeFileSync(file, `\ufeff${JSON.stringify(complete)}`);
    expect(await readConfig(file)).toMatchObject({ treasury: key });
  });

  it("says that there is no such file, or that it is not JSON", async () => {
    await expect(readConfig(path.join(folder, "other.json"))).rejects.toThrow(
      /Cannot read .*other\.json: there is no such file\. deploy\.example\.json shows what it must contain/,
    );
    writeFileSync(file, "{");
    await expect(readConfig(file)).rejects.toThrow(/is not JSON/);
  });
});
