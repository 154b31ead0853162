import { expect, test, vi } from "vitest";
import type { InjectedWallet } from "./injected";
import { fundsOf, signTransactionWith } from "./spend";

const [RICH, POOR] = [`60${"ab".repeat(28)}`, `60${"cd".repeat(28)}`];
const ref = `825820${"11".repeat(32)}00`;
/** As older wallets write an output, and as newer ones do, with a token beside the ADA. */
const legacy = (address: string, coin: string) => `82${ref}82581d${address}${coin}`;
const babbage = (address: string, coin: string) =>
  `82${ref}a200581d${address}0182${coin}a1581c${"ee".repeat(28)}a14101${"05"}`;

function walletOf(api: object): InjectedWallet {
  return { id: "test", name: "Test", icon: null, extensions: [], enable: async () => api };
}
const API = {
  getNetworkId: async () => 0,
  getUtxos: async () => [legacy(POOR, "1a000f4240"), babbage(RICH, "1a3b9aca00"), "ff", "not hex"],
  getChangeAddress: async () => RICH,
  signTx: async () => "a0",
};

test("names the addresses with most ADA first, and leaves outputs that cannot be read", async () => {
  expect(await fundsOf(walletOf(API), 42)).toEqual({
    ok: true,
    value: { addresses: [RICH, POOR], changeAddress: RICH },
  });
});

test("of thousands of outputs at hundreds of addresses the richest twenty are named", async () => {
  const address = (n: number) => `60${n.toString(16).padStart(56, "0")}`;
  const utxos = Array.from({ length: 3_000 }, (_, n) => legacy(address(n % 300), "1a000f4240"));
  const funds = await fundsOf(walletOf({ ...API, getUtxos: async () => utxos }), 42);
  expect(funds.ok && funds.value.addresses).toHaveLength(20);
});

test("asks to sign in part: the operator signs as well", async () => {
  const signTx = vi.fn(async () => "a0");
  expect(await signTransactionWith(walletOf({ ...API, signTx }), 42, "84a0")).toEqual({ ok: true, value: "a0" });
  expect(signTx).toHaveBeenCalledWith("84a0", true);
});

test.each<[string, object, object]>([
  ["without a method", { ...API, signTx: undefined }, { title: "This wallet cannot pay from a page" }],
  ["with nothing", { ...API, getUtxos: async () => null }, { title: "This wallet is empty" }],
  ["of another network", { ...API, getNetworkId: async () => 1 }, { title: "Wallet is on another network" }],
  [
    "that tells another magic",
    { ...API, cip142: { getNetworkMagic: async () => 2 } },
    { text: expect.stringMatching(/on preview; this pool is on magic42/) },
  ],
  [
    "that throws",
    { ...API, getUtxos: () => Promise.reject(new Error("boom")) },
    { text: expect.stringMatching(/boom/) },
  ],
  ["that throws a text", { ...API, getUtxos: () => Promise.reject("boom") }, { text: expect.stringMatching(/boom/) }],
  ["that throws nothing", { ...API, getUtxos: () => Promise.reject(undefined) }, { tone: "stopped" }],
])("a wallet %s is a notice, in words", async (_what, api, notice) => {
  expect(await fundsOf(walletOf(api), 42)).toMatchObject({ ok: false, notice });
});

test("declining is no error", async () => {
  const declined = { ...API, signTx: () => Promise.reject({ code: 2, info: "no" }) };
  expect(await signTransactionWith(walletOf(declined), 42, "84")).toMatchObject({
    ok: false,
    notice: { tone: "neutral" },
  });
});
