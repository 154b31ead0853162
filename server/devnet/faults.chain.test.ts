import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { signPayment } from "@/server/testing/devnet/payment";

let devnet: TestDevnet;

beforeAll(async () => {
  devnet = await startTestDevnet();
  await devnet.control.mine(3);
});
beforeEach(() => devnet.control.clearFaults());
afterAll(() => devnet.stop());

async function payment() {
  const [utxo] = await devnet.utxos(devnet.funding.address);
  if (!utxo) throw new Error("no funds");
  const fee = 300_000n;
  const outputs = [{ address: devnet.funding.address, lovelace: (utxo.assets.lovelace ?? 0n) - fee }];
  return signPayment(devnet.funding, [{ txHash: utxo.txHash, index: utxo.outputIndex }], outputs, fee);
}

const post = (bytes: Uint8Array, signal?: AbortSignal) =>
  fetch(`${devnet.url}/tx/submit`, {
    method: "POST",
    headers: { "content-type": "application/cbor" },
    body: Buffer.from(bytes),
    ...(signal ? { signal } : {}),
  });

const inMempool = async (hash: string) => (await devnet.control.state()).mempool.includes(hash);

describe("faults on any request", () => {
  it("answers a given status and body, as often and where asked", async () => {
    const body = { status_code: 402, error: "Project Over Limit", message: "Usage is over limit." };
    await devnet.control.setFaults({
      path: "^/genesis$",
      method: "GET",
      times: 2,
      kind: "status",
      status: 402,
      body,
    });
    expect(await devnet.read("/genesis")).toEqual({ status: 402, body });
    expect((await devnet.read("/blocks/latest")).status).toBe(200);
    expect((await devnet.read("/genesis")).status).toBe(402);
    expect((await devnet.read("/genesis")).status).toBe(200);
    expect((await devnet.control.state()).faults).toEqual([]);
  });

  it("answers a body that is not JSON", async () => {
    await devnet.control.setFaults({
      path: "^/genesis$",
      kind: "status",
      status: 502,
      body: "<html>Bad Gateway</html>",
    });
    const response = await fetch(`${devnet.url}/genesis`);
    expect([response.status, await response.text()]).toEqual([502, "<html>Bad Gateway</html>"]);
  });

  it("delays, drops the connection, or never answers", async () => {
    await devnet.control.setFaults(
      { path: "^/genesis$", kind: "delay", ms: 300 },
      { path: "^/network$", kind: "drop" },
      { path: "^/health$", kind: "timeout" },
    );
    const order: string[] = [];
    const slow = devnet.read("/genesis").then(() => order.push("slow"));
    await devnet.read("/blocks/latest").then(() => order.push("quick"));
    await slow;
    expect(order).toEqual(["quick", "slow"]);
    await expect(devnet.read("/network")).rejects.toThrow("fetch failed");
    await expect(fetch(`${devnet.url}/health`, { signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout/);
  });

  it("answers as of some blocks ago", async () => {
    const { txHash } = await devnet.control.fund(devnet.funding.address, 5_000_000n);
    await devnet.control.mine(2);
    const { tip } = await devnet.control.state();
    const before = await devnet.read(`/blocks/${tip.height - 2}`);
    await devnet.control.setFaults({ path: "", kind: "stale", blocks: 2 });
    expect(await devnet.read("/blocks/latest")).toMatchObject({
      body: { height: tip.height - 2, next_block: null, confirmations: 0 },
    });
    expect(await devnet.read(`/txs/${txHash}`)).toMatchObject({ status: 404 });
    expect(await devnet.read(`/blocks/${tip.hash}`)).toMatchObject({ status: 404 });
    const stale = await devnet.utxos(devnet.funding.address);
    expect(stale.map((utxo) => utxo.txHash)).not.toContain(txHash);
    await devnet.control.clearFaults();
    expect(await devnet.read(`/blocks/${tip.height - 2}`)).toEqual(before);
    expect((await devnet.utxos(devnet.funding.address)).map((utxo) => utxo.txHash)).toContain(txHash);
  });

  it("lies by patching an answer", async () => {
    await devnet.control.setFaults({
      path: "^/genesis$",
      kind: "lie",
      patch: [
        { op: "replace", path: "/network_magic", value: 764824073 },
        { op: "remove", path: "/security_param" },
      ],
    });
    const { body } = await devnet.read("/genesis");
    expect(body).toMatchObject({ network_magic: 764824073, epoch_length: 86_400 });
    expect(body).not.toHaveProperty("security_param");
  });
});

describe("faults of a submission", () => {
  it.each(["500", "timeout", "drop", "bare-hash"] as const)("accepts and then answers %s", async (answer) => {
    const { bytes, hash } = await payment();
    await devnet.control.setFaults({ path: "^/tx/submit$", times: 1, kind: "accept-then-error", answer });
    if (answer === "timeout" || answer === "drop") {
      const failure = post(bytes, AbortSignal.timeout(1000));
      await expect(failure).rejects.toThrow(answer === "timeout" ? "timeout" : "fetch failed");
    } else {
      const response = await post(bytes);
      const text = await response.text();
      if (answer === "500") expect([response.status, JSON.parse(text)]).toMatchObject([500, { status_code: 500 }]);
      else expect([response.status, text]).toEqual([200, hash]);
    }
    await expect.poll(() => inMempool(hash)).toBe(true);
    await devnet.control.mine();
    expect((await devnet.blockfrost.txs(hash)).hash).toBe(hash);
  });

  it("accepts and forgets", async () => {
    const { bytes, hash } = await payment();
    await devnet.control.setFaults({ path: "^/tx/submit$", times: 1, kind: "accept-and-lose" });
    expect(await devnet.submit(bytes)).toEqual({ status: 200, body: hash });
    expect(await inMempool(hash)).toBe(false);
    await devnet.control.mine();
    expect(await devnet.read(`/txs/${hash}`)).toMatchObject({ status: 404 });
    expect((await devnet.submit(bytes)).status).toBe(200);
  });
});

describe("the control API", () => {
  it("has a port of its own, and names what is wrong with a command", async () => {
    expect((await fetch(`${devnet.url}/mine`, { method: "POST" })).status).toBe(400);
    await expect(devnet.control.mine(0)).rejects.toThrow(/blocks/);
    await expect(devnet.control.advance({})).rejects.toThrow("give either ms or slots");
    await expect(devnet.control.fund("addr1nonsense", 1n)).rejects.toThrow("not an address of a test network");
    const unknown = await fetch(`${devnet.controlUrl}/nothing`);
    expect([unknown.status, await unknown.json()]).toMatchObject([
      404,
      { message: expect.stringContaining("POST /mine") },
    ]);
  });
});
