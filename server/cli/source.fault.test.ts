import { readFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DevnetControl } from "@/server/devnet/control-client";
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
  expect(stderr).toMatch(/^blockfrost +genesis +ok$/m);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const found = { name: "blockfrost", ok: true, networkMagic: 42, submission: true, problems: [] };
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, sources: [found] });
  expect(code).toBe(0);
});

test("inspect ends with 1 and says why where the source is no use, and with 2 for a wrong call", async () => {
  const { code, stdout, stderr } = await runCli("server/cli/source.ts", ["inspect", "--url", devnet.url]);
  const problems = [expect.stringMatching(/project id is set/)];
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, sources: [{ ok: false, problems }] });
  expect(stderr).toMatch(/^Missing .*the key was refused for genesis/m);
  expect(code).toBe(1);
  expect((await runCli("server/cli/source.ts", ["inspect"])).stderr).toMatch(
    /BLOCKFROST_URL is not set, and no other chain source is/,
  );
  expect((await runCli("server/cli/source.ts", ["look"])).code).toBe(2);
});

test("inspect asks all sources of the environment, each kind for what it is used for, or one of them", async () => {
  const all = await startDevnet({ dialects: ["graphql"] });
  const variables = {
    BLOCKFROST_URL: all.url,
    BLOCKFROST_BACKUP_URL: "http://127.0.0.1:1",
    GRAPHQL_URL: all.graphqlUrl ?? "",
  };
  const { code, stdout, stderr } = await runCli("server/cli/source.ts", ["inspect"], variables);
  const { ok, sources } = JSON.parse(stdout) as { ok: boolean; sources: { name: string; ok: boolean }[] };
  expect([ok, code]).toEqual([false, 1]);
  expect(sources.map(({ name, ok: isWhole }) => [name, isWhole])).toEqual([
    ["blockfrost", true],
    ["blockfrost-backup", false],
    ["graphql", true],
  ]);
  expect(sources[2]).toMatchObject({ bytes: false, holdings: "at its tip", problems: [] });
  expect(stderr).toMatch(/^Bytes +no: it is compared with, and never read from$/m);
  const one = await runCli("server/cli/source.ts", ["inspect", "--kind", "graphql"], variables);
  expect(JSON.parse(one.stdout)).toMatchObject({ ok: true, sources: [{ name: "graphql" }] });
  expect((await runCli("server/cli/source.ts", ["inspect", "--kind", "kupo"], variables)).code).toBe(2);
  await all.stop();
});

test("inspect tells where sources have other protocol parameters, with both sides", async () => {
  const both = await startDevnet({ dialects: ["koios"] });
  const variables = { BLOCKFROST_URL: both.url, KOIOS_URL: both.koiosUrl ?? "" };
  const same = await runCli("server/cli/source.ts", ["inspect"], variables);
  expect(JSON.parse(same.stdout)).toMatchObject({ ok: true, differences: [] });
  expect(same.stderr).toMatch(/^Parameters +of protocol version 10: PlutusV1 \d+ costs, [0-9a-f]{8}; /m);
  const costModels = { op: "replace", path: "/cost_models_raw/PlutusV3", value: [1, 2, 3] } as const;
  const oldFee = { op: "replace", path: "/min_fee_a", value: 43 } as const;
  await new DevnetControl(both.controlUrl).setFaults({
    ...{ path: "^/epochs/latest/parameters$", kind: "lie" },
    patch: [costModels, oldFee],
  });
  const { code, stdout, stderr } = await runCli("server/cli/source.ts", ["inspect"], variables);
  await both.stop();
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    differences: [
      "minFeeA is 43 by blockfrost, and 44 by koios",
      expect.stringMatching(/^PlutusV3 is 3 costs, [0-9a-f]{8} by blockfrost, and \d{3} costs, [0-9a-f]{8} by koios$/),
    ],
  });
  expect(stderr).toMatch(/^Differs +minFeeA is 43/m);
  expect(code).toBe(1);
});

test("a certificate that has run out is told in words", async () => {
  const read = (name: string) => readFileSync(`server/testing/chain/${name}.pem`);
  const tls = { cert: read("expired-certificate"), key: read("expired-certificate-key") };
  const server = https.createServer(tls, (_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Whoever signed it is known: what is left is its age.
  const variables = { NODE_EXTRA_CA_CERTS: "server/testing/chain/expired-certificate.pem" };
  const { stderr } = await runCli("server/cli/source.ts", ["inspect", "--url", url], variables);
  expect(stderr).toMatch(/^Missing .*the server's certificate has run out/m);
  server.close();
});
