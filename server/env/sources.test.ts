import { describe, expect, it } from "vitest";
import { EnvError, parseSome } from "../env";
import { SOURCE_VARIABLES, sourcesInOrder, sourcesLeftOut } from "./sources";

const FIRST = { BLOCKFROST_URL: "http://127.0.0.1:1" };
const BOTH = { ...FIRST, BLOCKFROST_BACKUP_URL: "http://127.0.0.1:2" };
const read = (variables: Record<string, string>) => parseSome(variables, ...SOURCE_VARIABLES);

function problem(variables: Record<string, string>): string {
  try {
    read(variables);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "";
}

describe("which sources there are", () => {
  it("all that are set, in their own order, or as SOURCES says", () => {
    expect(sourcesInOrder(read(FIRST))).toEqual(["blockfrost"]);
    expect(sourcesInOrder(read(BOTH))).toEqual(["blockfrost", "blockfrost-backup"]);
    const turned = read({ ...BOTH, SOURCES: "blockfrost-backup, Blockfrost" });
    expect(sourcesInOrder(turned)).toEqual(["blockfrost-backup", "blockfrost"]);
    const kupo = { KUPO_URL: "http://127.0.0.1:4", OGMIOS_URL: "WS://127.0.0.1:5/" };
    expect(sourcesInOrder(read({ ...kupo, KOIOS_URL: "http://127.0.0.1:6" }))).toEqual(["kupo", "koios"]);
    expect(read(kupo).OGMIOS_URL).toBe("ws://127.0.0.1:5");
    const one = read({ ...BOTH, SOURCES: "blockfrost-backup" });
    expect(sourcesLeftOut(one)).toEqual(["blockfrost"]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["none", {}, /BLOCKFROST_URL is not set, and no other chain source is/],
    ["a name that is none", { ...BOTH, SOURCES: "blockfrost,bitcoin" }, /SOURCES must be blockfrost.* or /],
    ["one that is not set", { ...FIRST, SOURCES: "blockfrost,blockfrost-backup" }, /BLOCKFROST_BACKUP_URL is not set/],
    ["one twice", { ...BOTH, SOURCES: "blockfrost,blockfrost" }, /SOURCES names one source twice/],
    ["an empty list", { ...BOTH, SOURCES: "," }, /SOURCES names no source/],
    ["a key without its server", { ...FIRST, BLOCKFROST_BACKUP_PROJECT_ID: "k" }, /but BLOCKFROST_BACKUP_URL is not/],
    ["a limit without its server", { ...FIRST, BLOCKFROST_BACKUP_DAILY_CALLS: "5000" }, /it says nothing without/],
    ["a witness alone", { GRAPHQL_URL: "http://127.0.0.1:3" }, /begins with graphql, which has no bytes/],
    [
      "a witness first",
      { ...FIRST, GRAPHQL_URL: "http://127.0.0.1:3", SOURCES: "graphql,blockfrost" },
      /only be a wit/,
    ],
    ["Kupo without Ogmios", { KUPO_URL: "http://127.0.0.1:4" }, /KUPO_URL is set, but OGMIOS_URL is not/],
    [
      "Ogmios by http",
      { KUPO_URL: "http://127.0.0.1:4", OGMIOS_URL: "http://127.0.0.1:5" },
      /OGMIOS_URL must be the address of a WebSocket such as ws:/,
    ],
    ["too small a limit", { ...FIRST, BLOCKFROST_DAILY_CALLS: "10" }, /the calls that the plan allows in a day/],
    [
      "a backup whose key anybody could read",
      { ...FIRST, BLOCKFROST_BACKUP_URL: "http://example.org", BLOCKFROST_BACKUP_PROJECT_ID: "k" },
      /BLOCKFROST_BACKUP_URL must be https:.*BLOCKFROST_BACKUP_PROJECT_ID is sent/,
    ],
  ])("%s is refused in words", (_what, variables, words) => {
    expect(problem(variables)).toMatch(words);
  });

  it("a process that reads no chain needs none", () => {
    expect(parseSome({ PORT: "1" }, "PORT")).toEqual({ PORT: 1 });
  });
});
