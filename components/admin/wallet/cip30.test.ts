import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { expect, test, vi } from "vitest";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { type InjectedWallet, signingKeyHash, signWithWallet, type WalletApi } from "./cip30";

const KEY = bytesToHex(ed25519.getPublicKey("11".repeat(32)));
const OTHER = bytesToHex(ed25519.getPublicKey("22".repeat(32)));
const stakeAddress = `E0${keyHashOf(KEY).toUpperCase()}`;
const otherAddress = `60${keyHashOf(OTHER)}`;
const textOf = (key: string) => `Daily Prize Oracle for ${key}`;

function walletOf(changes: Partial<WalletApi> = {}, supportedExtensions: { cip: number }[] = []) {
  const signData = vi.fn(async () => ({ signature: "aa", key: "bb" }));
  const enable = vi.fn(
    async (): Promise<WalletApi> => ({
      getNetworkId: async () => 0,
      getUsedAddresses: async () => [otherAddress],
      getUnusedAddresses: async () => [],
      getRewardAddresses: async () => [stakeAddress],
      getChangeAddress: async () => otherAddress,
      signData,
      ...changes,
    }),
  );
  const wallet: InjectedWallet = { name: "Test", apiVersion: "1", supportedExtensions, enable };
  return { wallet, signData, enable };
}
const wanted = { networkMagic: 42, publicKeys: [KEY], textOf };

test("signs the full text with the address exactly as the wallet wrote it", async () => {
  const { wallet, signData } = walletOf();
  const answer = await signWithWallet(wallet, wanted);
  expect(answer).toEqual({ ok: true, publicKey: KEY, signed: { signature: "aa", key: "bb" } });
  const [address, payload] = signData.mock.calls[0] as unknown as [string, string];
  expect(address).toBe(stakeAddress);
  expect(new TextDecoder().decode(hexToBytes(payload))).toBe(textOf(KEY));
});

test("a wallet on another network is stopped, with both names, before anything is signed", async () => {
  const mainnet = walletOf({ getNetworkId: async () => 1 });
  const answer = await signWithWallet(mainnet.wallet, { ...wanted, networkMagic: 1 });
  expect(answer).toMatchObject({
    ok: false,
    notice: { text: expect.stringMatching(/on mainnet; this pool is on preprod/) },
  });
  expect(mainnet.signData).not.toHaveBeenCalled();
});

test("if the wallet tells its magic (CIP-142), network id 0 is not enough", async () => {
  const preview = walletOf({ cip142: { getNetworkMagic: async () => 2 } }, [{ cip: 142 }]);
  const answer = await signWithWallet(preview.wallet, { ...wanted, networkMagic: 1 });
  expect(preview.enable).toHaveBeenCalledWith({ extensions: [{ cip: 142 }] });
  expect(answer).toMatchObject({
    ok: false,
    notice: { text: expect.stringMatching(/on preview; this pool is on preprod/) },
  });
});

test("a wallet without the key gives a notice", async () => {
  const { wallet, signData } = walletOf({ getRewardAddresses: async () => [] });
  const answer = await signWithWallet(wallet, wanted);
  expect(answer).toMatchObject({ ok: false, notice: { title: "Key not found in this wallet" } });
  expect(signData).not.toHaveBeenCalled();
});

test("a declined signature is a neutral notice", async () => {
  const { wallet } = walletOf({ signData: () => Promise.reject({ code: 3, info: "user declined" }) });
  expect(await signWithWallet(wallet, wanted)).toMatchObject({ ok: false, notice: { tone: "neutral" } });
});

test("script addresses sign nothing", () => {
  const hash = "ab".repeat(28);
  expect(signingKeyHash(`e0${hash}`)).toBe(hash);
  expect(signingKeyHash(`01${hash}${"cd".repeat(28)}`)).toBe(hash);
  for (const header of ["f0", "11", "71"]) expect(signingKeyHash(header + hash)).toBeNull();
});
