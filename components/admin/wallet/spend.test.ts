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
const WATCH = { signal: new AbortController().signal, onStep: () => undefined };
const API = {
  getNetworkId: async () => 0,
  getUtxos: async () => [legacy(POOR, "1a000f4240"), babbage(RICH, "1a3b9aca00"), "ff", "not hex"],
  getChangeAddress: async () => RICH,
  signTx: async () => "a0",
};

test("names the addresses with most ADA first, and leaves outputs that cannot be read", async () => {
  expect(await fundsOf(walletOf(API), 42, WATCH)).toEqual({
    ok: true,
    value: { addresses: [RICH, POOR], changeAddress: RICH },
  });
});

test("of thousands of outputs at hundreds of addresses the richest twenty are named", async () => {
  const address = (n: number) => `60${n.toString(16).padStart(56, "0")}`;
  const utxos = Array.from({ length: 3_000 }, (_, n) => legacy(address(n % 300), "1a000f4240"));
  const funds = await fundsOf(walletOf({ ...API, getUtxos: async () => utxos }), 42, WATCH);
  expect(funds.ok && funds.value.addresses).toHaveLength(20);
});

test("asks to sign in part: the operator signs as well", async () => {
  const signTx = vi.fn(async () => "a0");
  const wanted = { networkMagic: 42, transaction: "84a0", txHash: "00".repeat(32), signers: [] };
  const answer = await signTransactionWith(walletOf({ ...API, signTx }), wanted, WATCH);
  expect(answer).toEqual({ ok: true, value: "a0" });
  expect(signTx).toHaveBeenCalledWith("84a0", true);
});
