import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DevnetControl } from "@/server/devnet/control-client";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import type { Reply } from "@/server/testing/chain/canned-server";
import { type Difference, startForwardingServer } from "@/server/testing/chain/forwarding-server";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { QUICK_RETRY } from "@/server/testing/chain/with-source";
import { createBlockfrostSource } from "../source";
import { type Inspection, inspectBlockfrost } from "./inspect";

const funds = newTestWallet();
const UNIT = `${"ab".repeat(28)}7072697a65`;
let devnet: Devnet;

/** A chain of 300 blocks, with a transfer of an asset among the last. */
beforeAll(async () => {
  const holder = { address: funds.address, lovelace: 50_000_000_000n, assets: { [UNIT]: 1_000n } };
  devnet = await startDevnet({ speed: 0, mining: false, genesis: { networkMagic: 1, initialFunds: [holder] } });
  const control = new DevnetControl(devnet.controlUrl);
  const source = createBlockfrostSource({ url: devnet.url });
  await control.mine(210);
  const [output] = await source.unspentOutputs(funds.address);
  if (!output) throw new Error("there are no funds");
  await source.submit(
    payment(funds, output, { address: newTestWallet().address, lovelace: 5_000_000n, assetsToo: true }),
  );
  await control.mine(90);
});
afterAll(() => devnet.stop());

const inspect = (url: string) => inspectBlockfrost({ url, name: "here", retry: QUICK_RETRY }, () => {});

async function inspectWhere(differs: Difference): Promise<Inspection> {
  const server = await startForwardingServer(devnet.url, differs);
  try {
    return await inspect(server.url);
  } finally {
    await server.close();
  }
}

test("a server that has everything", async () => {
  const { routes, ...inspection } = await inspect(devnet.url);
  expect(inspection).toEqual({
    ok: true,
    source: "here",
    network: "preprod",
    networkMagic: 1,
    tipHeight: 300,
    pageSize: 100,
    ranges: { addresses: "honoured", assets: "honoured" },
    cbor: true,
    parameters: expect.objectContaining({ minFeeA: "44", PlutusV3: expect.stringMatching(/^\d+ costs, [0-9a-f]{8}$/) }),
    eras: 1,
    submission: true,
    problems: [],
  });
  expect(Object.keys(routes)).toHaveLength(21);
  expect(new Set(Object.values(routes))).toEqual(new Set(["ok"]));
});

test("a chain without a transaction yet: the routes are there, and nothing is said of the rest", async () => {
  const young = await startDevnet({ speed: 0, mining: false });
  const { routes, ...inspection } = await inspect(young.url);
  await young.stop();
  const untested = { cbor: null, pageSize: null, ranges: { addresses: "untested", assets: "untested" } };
  expect(inspection).toMatchObject({ ok: true, ...untested });
  expect(routes).toMatchObject({ "txs/{hash}/cbor": "ok", "assets/{asset}/history": "ok" });
});

describe("a server that lacks something", () => {
  const NO_ROUTE: Reply = { status: 404, body: "" };
  const without =
    (pattern: RegExp, reply: Reply): Difference =>
    (path) =>
      pattern.test(path) ? reply : null;
  const notFound = { status: 404, body: { status_code: 404, error: "Not Found", message: "not found" } };

  test.each<[string, Difference, Partial<Inspection>, RegExp]>([
    ["bytes, by its settings", without(/cbor$/, notFound), { cbor: false }, /keeps no bytes.*tx_cbor/],
    ["the route of bytes", without(/^txs.*cbor$/, NO_ROUTE), { cbor: false }, /there is no txs\/\w+\/cbor here/],
    ["eras (Dolos on its own network)", without(/eras/, { status: 500, body: "" }), { eras: 0 }, /network\/eras now/],
    ["mints and burns (Dolos)", without(/history$/, NO_ROUTE), {}, /there is no assets\/.*\/history here/],
    ["genesis (Yaci Store)", without(/^genesis/, NO_ROUTE), { network: null }, /there is no genesis here/],
    [
      "submission (RYO)",
      without(/submit/, { status: 400, body: { message: "Invalid path. See the docs." } }),
      { submission: false },
      /there is no tx\/submit here/,
    ],
  ])("%s: is not enough, and told what to do", async (_, differs, expected, words) => {
    const inspection = await inspectWhere(differs);
    expect(inspection).toMatchObject({ ok: false, ...expected });
    expect(inspection.problems).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
    expect(Object.values(inspection.routes)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });

  const transactions = async (path: string) => (await fetch(`${devnet.url}/${path}`)).json();

  test("ranges of assets (RYO): is enough", async () => {
    const path = `assets/${UNIT}/transactions`;
    const list = await transactions(path);
    const inspection = await inspectWhere((asked, query) =>
      asked === path ? { body: query.get("page") === "1" ? list : [] } : null,
    );
    expect(inspection).toMatchObject({ ok: true, ranges: { addresses: "honoured", assets: "ignored" } });
  });

  test("ranges of addresses: is not", async () => {
    const inspection = await inspectWhere((asked, query) =>
      /^addresses.*transactions$/.test(asked)
        ? { body: query.get("page") === "1" ? [{ tx_hash: "ab".repeat(32), tx_index: 0, block_height: 211 }] : [] }
        : null,
    );
    expect(inspection).toMatchObject({ ok: false, ranges: { addresses: "ignored", assets: "honoured" } });
    expect(inspection.problems).toEqual([
      "here: addresses/{address}/transactions ignores from and to. Use a server that honours them.",
    ]);
  });

  test("large pages: is enough, and their size is found out", async () => {
    const blocks = await transactions("blocks/200/next?count=33");
    const inspection = await inspectWhere((asked) => (/next$/.test(asked) ? { body: blocks } : null));
    expect(inspection).toMatchObject({ pageSize: 33 });
  });

  test("patience or our key ends the inspection in words", async () => {
    const banned = await inspectWhere(without(/latest$/, { status: 418, body: "" }));
    expect(banned).toMatchObject({ ok: false, problems: [expect.stringMatching(/banned.*Nothing is sent/)] });
    const refused = await inspectWhere(() => ({ status: 403, body: "" }));
    expect(refused).toMatchObject({ ok: false, routes: {}, problems: [expect.stringMatching(/key was refused/)] });
  });
});
