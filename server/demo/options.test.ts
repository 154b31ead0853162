import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readArguments } from "@/server/cli/arguments";
import { OPTIONS, readOptions } from "./options";
import { ONE_SOURCE } from "./sources";

const folder = mkdtempSync(path.join(tmpdir(), "demo-options-"));
const seedFile = path.join(folder, "funding.seed");
const seed = `${"test ".repeat(23)}sauce`;
writeFileSync(seedFile, `${seed}\n`);
afterAll(() => rmSync(folder, { recursive: true }));

async function reading(...args: string[]) {
  return readOptions(readArguments(args, OPTIONS));
}

describe("the demo's options", () => {
  it("default to a thousand players on a chain of its own", async () => {
    expect(await reading()).toEqual({
      players: 1000,
      auto: false,
      once: false,
      source: null,
      sources: ONE_SOURCE,
      intervalMs: 300_000,
      port: 3000,
    });
  });

  it("accept any server, with the wallet that pays there", async () => {
    const source = ["--source-url", "http://127.0.0.1:1/api/v0", "--funding-seed-file", seedFile];
    expect(await reading(...source, "--once", "--auto")).toMatchObject({
      source: { url: "http://127.0.0.1:1/api/v0", projectId: null, fundingSeed: seed },
      intervalMs: 180_000,
      port: 0,
    });
  });

  it("accept a kind of source, another for the second opinion, and which of them dies", async () => {
    const { sources } = await reading("--source", "kupo", "--second-opinion", "koios", "--fault", "first-dies");
    expect(sources).toEqual({ first: "kupo", second: "koios", fault: "first-dies" });
  });

  it.each<[string[], RegExp]>([
    [["--players", "many"], /--players must be a whole number from 20 to 20000, not "many"/],
    [["--players", "5"], /from 20 to 20000/],
    [["--port", "99999"], /--port must be a whole number from 0 to 65535, not "99999"/],
    [["--once"], /--once runs without people\. Add --auto/],
    [["--source-url", "localhost"], /--source-url must begin with http/],
    [["--source-url", "http://localhost"], /needs --funding-seed-file/],
    [
      ["--source-url", "http://localhost", "--funding-seed-file", "/nowhere"],
      /Cannot read \/nowhere: there is no such file/,
    ],
    [["--funding-seed-file", seedFile], /needs --source-url/],
    [["--source", "graphql"], /graphql is not possible: Cardano GraphQL has no bytes .* --second-opinion graphql/],
    [["--source", "ogmios"], /--source must be blockfrost, kupo or koios, not "ogmios"/],
    [["--second-opinion", "blockfrost"], /must be of another kind than --source, and both are blockfrost/],
    [["--fault", "first-dies"], /--fault first-dies needs --second-opinion/],
    [["--fault", "first-dies", "--second-opinion", "graphql"], /needs a second source with bytes/],
    [["--fault", "rain"], /--fault must be none, first-dies or second-dies, not "rain"/],
    [["--source", "koios", "--source-url", "http://localhost", "--funding-seed-file", seedFile], /for the local chain/],
    [["--player", "5"], /There is no option "--player"/],
  ])("refuse %j and say what would be right", async (args, words) => {
    await expect(reading(...args)).rejects.toThrow(words);
  });
});
