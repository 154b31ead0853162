import { runCli } from "@/server/testing/cli/run-cli";
import { expect, test } from "../fixtures/test";

async function payADay(...sources: string[]) {
  const demo = await runCli("server/demo/main.ts", ["--once", "--auto", "--players", "40", ...sources]);
  expect(demo.code, demo.stderr).toBe(0);
  return JSON.parse(demo.stdout.trim().split("\n").at(-1) ?? "");
}

test("a day is paid with Kupo and Ogmios first and Koios second, while the first die in the middle", async () => {
  const told = await payADay("--source", "kupo", "--second-opinion", "koios", "--fault", "first-dies");
  expect(told).toMatchObject({ ok: true, verified: true, source: "kupo", secondOpinion: "koios", agreed: true });
  expect(told.switches).toBeGreaterThan(0);
});

test("a day is paid with Koios first and Cardano GraphQL second, while the second dies in the middle", async () => {
  const told = await payADay("--source", "koios", "--second-opinion", "graphql", "--fault", "second-dies");
  expect(told).toMatchObject({ ok: true, verified: true, source: "koios", secondOpinion: "graphql", agreed: true });
  expect(told.switches).toBe(0);
});
