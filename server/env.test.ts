import { describe, expect, it } from "vitest";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { EnvError, parseEnv } from "./env";

const COMPLETE = {
  DATABASE_URL: "postgres://user:password@127.0.0.1:5432/prizes",
  BLOCKFROST_URL: "http://127.0.0.1:4000/api/v0/",
  NETWORK_MAGIC: "42",
  ...TEST_SECRETS,
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

function problem(change: Record<string, string | undefined>): string {
  try {
    parseEnv({ ...COMPLETE, ...change });
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "";
}

describe("parseEnv", () => {
  it("reads a complete environment; empty variables are missing ones", () => {
    const env = parseEnv({
      ...COMPLETE,
      BLOCKFROST_PROJECT_ID: "",
      APPROVER_SIGNER_URLS: "http://127.0.0.1:1, http://127.0.0.1:2/",
    });
    expect(env.BLOCKFROST_URL).toBe("http://127.0.0.1:4000/api/v0");
    expect(env.NETWORK_MAGIC).toBe(42);
    expect(env.BLOCKFROST_PROJECT_ID).toBeUndefined();
    expect(env.APPROVER_SIGNER_URLS).toEqual(["http://127.0.0.1:1", "http://127.0.0.1:2"]);
    expect(env.SCHEDULER).toBe("on");
  });

  it("names every variable that is missing or malformed, at once", () => {
    const text = problem({ DATABASE_URL: undefined, BLOCKFROST_URL: "blockfrost", JOB_SECRET: "short" });
    expect(text).toMatch(/DATABASE_URL is not set/);
    expect(text).toMatch(/BLOCKFROST_URL must be a web address such as/);
    expect(text).toMatch(/JOB_SECRET must have at least 32 characters/);
  });

  it.each([
    [{ DATABASE_URL: "mysql://x" }, /must look like postgres:/],
    [{ NETWORK_MAGIC: "preprod" }, /NETWORK_MAGIC must be the network's magic/],
    [{ PORT: "http" }, /PORT must be a port number/],
    [{ PORT: "70000" }, /PORT must be from 0 to 65535/],
    [{ SCHEDULER: "yes" }, /must be "on" or "off"/],
    [{ APPROVER_SIGNER_URLS: "http://127.0.0.1:1,nowhere" }, /APPROVER_SIGNER_URLS must be a web address/],
    [{ CRASH_POINT: "payout-stored", NETWORK_MAGIC: "764824073" }, /Remove it on mainnet/],
  ])("refuses %o", (change, words) => {
    expect(problem(change)).toMatch(words);
  });

  it("never repeats a secret", () => {
    expect(problem({ JOB_SECRET: "hunter2" })).not.toContain("hunter2");
  });
});
