import { afterAll, beforeAll, expect, test } from "vitest";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { runCli } from "@/server/testing/cli/run-cli";

let devnet: Devnet;
beforeAll(async () => {
  devnet = await startDevnet({ projectId: "preprodKEY" });
});
afterAll(() => devnet.stop());

test("inspect says on stderr what it finds, ends with one JSON object, and with 0 where nothing is missing", async () => {
  const variables = { BLOCKFROST_URL: devnet.url, BLOCKFROST_PROJECT_ID: "preprodKEY" };
  const { code, stdout, stderr } = await runCli("server/cli/source.ts", ["inspect"], variables);
  expect(stderr).toMatch(/^genesis +ok$/m);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, networkMagic: 42, submission: true, problems: [] });
  expect(code).toBe(0);
});

test("inspect ends with 1 and says why where the source is no use, and with 2 for a wrong call", async () => {
  const { code, stdout, stderr } = await runCli("server/cli/source.ts", ["inspect", "--url", devnet.url]);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [expect.stringMatching(/project id is set/)] });
  expect(stderr).toMatch(/^Missing .*the key was refused for genesis/m);
  expect(code).toBe(1);
  expect((await runCli("server/cli/source.ts", ["inspect"])).stderr).toMatch(
    /--url is missing, and BLOCKFROST_URL is not set/,
  );
  expect((await runCli("server/cli/source.ts", ["look"])).code).toBe(2);
});
