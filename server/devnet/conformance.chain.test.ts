import { datumToHash } from "@lucid-evolution/lucid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { BIG_DATA, playScenario, UNIT_DATA } from "@/server/testing/devnet/scenario";
import { schemaProblems } from "@/server/testing/devnet/schema";
import { ROUTES } from "./api/server";

type Scenario = Awaited<ReturnType<typeof playScenario>>;

/** Every endpoint of the devnet with paths to try. The key is the endpoint's name in Blockfrost's description. */
const CASES: Record<string, (s: Scenario) => string[]> = {
  "/": () => ["/"],
  "/health": () => ["/health"],
  "/health/clock": () => ["/health/clock"],
  "/genesis": () => ["/genesis"],
  "/network": () => ["/network"],
  "/network/eras": () => ["/network/eras"],
  "/epochs/latest": () => ["/epochs/latest"],
  "/epochs/latest/parameters": () => ["/epochs/latest/parameters"],
  "/epochs/{number}": () => ["/epochs/0"],
  "/epochs/{number}/parameters": () => ["/epochs/0/parameters"],
  "/blocks/latest": () => ["/blocks/latest"],
  "/blocks/latest/txs": () => ["/blocks/latest/txs"],
  "/blocks/latest/txs/cbor": () => ["/blocks/latest/txs/cbor"],
  "/blocks/slot/{slot_number}": () => ["/blocks/slot/1"],
  "/blocks/{hash_or_number}": () => ["/blocks/0", "/blocks/2"],
  "/blocks/{hash_or_number}/next": () => ["/blocks/1/next"],
  "/blocks/{hash_or_number}/previous": () => ["/blocks/2/previous"],
  "/blocks/{hash_or_number}/txs": () => ["/blocks/2/txs"],
  "/blocks/{hash_or_number}/txs/cbor": () => ["/blocks/2/txs/cbor"],
  "/txs/{hash}": (s) => [`/txs/${s.firstHash}`, `/txs/${s.secondHash}`],
  "/txs/{hash}/utxos": (s) => [`/txs/${s.firstHash}/utxos`, `/txs/${s.secondHash}/utxos`],
  "/txs/{hash}/metadata": (s) => [`/txs/${s.firstHash}/metadata`],
  "/txs/{hash}/redeemers": (s) => [`/txs/${s.secondHash}/redeemers`],
  "/txs/{hash}/withdrawals": (s) => [`/txs/${s.secondHash}/withdrawals`],
  "/txs/{hash}/stakes": (s) => [`/txs/${s.firstHash}/stakes`],
  "/txs/{hash}/required_signers": (s) => [`/txs/${s.secondHash}/required_signers`],
  "/txs/{hash}/cbor": (s) => [`/txs/${s.firstHash}/cbor`],
  "/addresses/{address}": (s) => [
    `/addresses/${s.address}`,
    `/addresses/${s.scriptAddress}`,
    `/addresses/${s.credential}`,
  ],
  "/addresses/{address}/total": (s) => [`/addresses/${s.address}/total`],
  "/addresses/{address}/utxos": (s) => [`/addresses/${s.address}/utxos`, `/addresses/${s.credential}/utxos`],
  "/addresses/{address}/utxos/{asset}": (s) => [`/addresses/${s.address}/utxos/${s.unit}`],
  "/addresses/{address}/transactions": (s) => [`/addresses/${s.address}/transactions`],
  "/addresses/{address}/txs": (s) => [`/addresses/${s.address}/txs`],
  "/accounts/{stake_address}": (s) => [`/accounts/${s.rewardAddress}`, `/accounts/${s.scriptRewardAddress}`],
  "/accounts/{stake_address}/addresses": (s) => [`/accounts/${s.rewardAddress}/addresses`],
  "/accounts/{stake_address}/addresses/assets": (s) => [`/accounts/${s.rewardAddress}/addresses/assets`],
  "/accounts/{stake_address}/registrations": (s) => [`/accounts/${s.rewardAddress}/registrations`],
  "/accounts/{stake_address}/withdrawals": (s) => [`/accounts/${s.scriptRewardAddress}/withdrawals`],
  "/accounts/{stake_address}/utxos": (s) => [`/accounts/${s.rewardAddress}/utxos`],
  "/assets": () => ["/assets"],
  "/assets/{asset}": (s) => [`/assets/${s.unit}`],
  "/assets/{asset}/history": (s) => [`/assets/${s.unit}/history`],
  "/assets/{asset}/txs": (s) => [`/assets/${s.unit}/txs`],
  "/assets/{asset}/transactions": (s) => [`/assets/${s.unit}/transactions`],
  "/assets/{asset}/addresses": (s) => [`/assets/${s.unit}/addresses`],
  "/assets/policy/{policy_id}": (s) => [`/assets/policy/${s.policy}`],
  "/scripts": () => ["/scripts"],
  "/scripts/{script_hash}": (s) => [`/scripts/${s.scriptHash}`, `/scripts/${s.policy}`],
  "/scripts/{script_hash}/json": (s) => [`/scripts/${s.policy}/json`],
  "/scripts/{script_hash}/cbor": (s) => [`/scripts/${s.scriptHash}/cbor`],
  "/scripts/datum/{datum_hash}": () => [
    `/scripts/datum/${datumToHash(UNIT_DATA)}`,
    `/scripts/datum/${datumToHash(BIG_DATA)}`,
  ],
  "/scripts/datum/{datum_hash}/cbor": () => [`/scripts/datum/${datumToHash(BIG_DATA)}/cbor`],
  "/mempool": () => ["/mempool"],
  "/mempool/{hash}": (s) => [`/mempool/${s.pendingHash}`],
  "/mempool/addresses/{address}": (s) => [`/mempool/addresses/${s.address}`],
};

let devnet: TestDevnet;
let scenario: Scenario;

beforeAll(async () => {
  devnet = await startTestDevnet();
  scenario = await playScenario(devnet);
});
afterAll(async () => {
  await devnet.stop();
  expect(devnet.failures).toEqual([]);
});

it("has a case here for every GET route", () => {
  const shape = (path: string) => path.replaceAll(/:\w+|\{\w+\}/g, "*");
  const routes = ROUTES.filter((route) => route.method === "GET").map((route) => shape(route.path));
  expect(new Set(Object.keys(CASES).map(shape))).toEqual(new Set(routes));
});

it.each(Object.keys(CASES))("%s answers as Blockfrost describes", async (endpoint) => {
  for (const path of CASES[endpoint]?.(scenario) ?? []) {
    const { status, body } = await devnet.read(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect({ path, problems: schemaProblems(endpoint, 200, body) }).toEqual({ path, problems: [] });
    // An empty list proves nothing about its items.
    if (Array.isArray(body)) expect({ path, items: body.length }).not.toEqual({ path, items: 0 });
  }
});

it("answers the same without the prefix /api/v0", async () => {
  const bare = devnet.url.replace("/api/v0", "");
  expect(await (await fetch(`${bare}/genesis`)).json()).toEqual((await devnet.read("/genesis")).body);
});

it("shows inputs, outputs, datums and flags of a script transaction", async () => {
  const { body } = await devnet.read(`/txs/${scenario.secondHash}/utxos`);
  const { inputs, outputs } = body as {
    inputs: Record<string, unknown>[];
    outputs: Record<string, unknown>[];
  };
  expect(inputs).toContainEqual(
    expect.objectContaining({
      address: scenario.scriptAddress,
      inline_datum: UNIT_DATA,
      data_hash: datumToHash(UNIT_DATA),
      collateral: false,
      reference: false,
    }),
  );
  expect(inputs.filter((input) => input.collateral)).toHaveLength(1);
  expect(outputs.filter((output) => output.collateral)).toHaveLength(1);
  const redeemers = (await devnet.read(`/txs/${scenario.secondHash}/redeemers`)).body as Record<string, unknown>[];
  expect(redeemers).toEqual([
    expect.objectContaining({ purpose: "spend", script_hash: scenario.scriptHash }),
    expect.objectContaining({ purpose: "reward", script_hash: scenario.scriptHash }),
  ]);
});

it("reports account, asset and datum facts correctly", async () => {
  const asset = (await devnet.read(`/assets/${scenario.unit}`)).body;
  expect(asset).toMatchObject({
    quantity: "900",
    mint_or_burn_count: 2,
    initial_mint_tx_hash: scenario.firstHash,
  });
  const history = (await devnet.read(`/assets/${scenario.unit}/history?order=desc`)).body;
  expect(history).toMatchObject([
    { action: "burned", amount: "-100" },
    { action: "minted", amount: "1000" },
  ]);
  expect((await devnet.read(`/accounts/${scenario.rewardAddress}`)).body).toMatchObject({
    registered: true,
    active: false,
  });
  expect((await devnet.read(`/accounts/${scenario.scriptRewardAddress}`)).body).toMatchObject({
    registered: true,
    active_epoch: 0,
  });
  const first = (await devnet.read(`/txs/${scenario.firstHash}`)).body;
  expect(first).toMatchObject({ deposit: "4000000", stake_cert_count: 2, withdrawal_count: 0 });
  const second = (await devnet.read(`/txs/${scenario.secondHash}`)).body;
  expect(second).toMatchObject({ deposit: "0", stake_cert_count: 0, withdrawal_count: 1 });
  const datum = await (await fetch(`${devnet.url}/scripts/datum/${datumToHash(BIG_DATA)}`)).text();
  expect(datum).toBe(`{"json_value":{"int":${2n ** 70n}}}`);
  const metadata = (await devnet.read(`/txs/${scenario.firstHash}/metadata`)).body;
  expect(metadata).toEqual([{ label: "674", json_metadata: { msg: ["hello"] } }]);
});
