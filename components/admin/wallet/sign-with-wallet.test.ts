import { expect, test, vi } from "vitest";
import { signData } from "@/server/testing/contract/keys";
import { ANN, apiOf, askingFor, BENS, REWARD, TEXT, walletOf } from "@/server/testing/contract/wallet";
import { signWithWallet } from "./sign-with-wallet";

const { sign, noticeOf } = askingFor(signWithWallet);

test("signs the full text with the address exactly as the wallet wrote it", async () => {
  const { api, asked } = apiOf({ getRewardAddresses: async () => [REWARD.toUpperCase()] });
  const steps: string[] = [];
  const answer = await sign(walletOf(api), { onStep: (step) => steps.push(step) });
  expect(answer).toEqual({
    ok: true,
    value: {
      publicKey: ANN.publicKey,
      signed: { kind: "cip30", ...signData(ANN, TEXT), wallet: "Test" },
    },
  });
  expect(asked).toEqual([REWARD.toUpperCase()]);
  expect(steps).toEqual(["enable", "read", "sign"]);
});

test("a wallet on another network is stopped, with both names, before anything is signed", async () => {
  const { api, asked } = apiOf({ getNetworkId: async () => 1 });
  expect(await noticeOf(sign(walletOf(api), { networkMagic: 1 }))).toMatch(/on mainnet; this pool is on preprod/);
  expect(asked).toEqual([]);
});

test("if the wallet tells its magic (CIP-142), network id 0 is not enough", async () => {
  const { api } = apiOf({ cip142: { getNetworkMagic: async () => 2 } });
  const enable = vi.fn(async () => api);
  const answer = sign({ ...walletOf(api, [142, 30]), enable }, { networkMagic: 1 });
  expect(await noticeOf(answer)).toMatch(/on preview; this pool is on preprod/);
  expect(enable).toHaveBeenCalledWith({ extensions: [{ cip: 142 }] });
});

test("a wallet with other keys gives a notice, and is not asked to sign", async () => {
  const { api, asked } = apiOf({ getRewardAddresses: async () => [] });
  const words = await noticeOf(sign(walletOf(api)));
  expect(words).toContain(`Key not found in this wallet. None of its addresses uses the key ${ANN.hash.slice(0, 16)}…`);
  expect(words).not.toContain("may have more addresses");
  expect(asked).toEqual([]);
});

test("what a person declines is a neutral notice, and is asked once", async () => {
  const refuse = (error: unknown) => {
    const signData = vi.fn(async () => Promise.reject(error));
    return { signData, answer: noticeOf(sign(walletOf(apiOf({ signData }).api))) };
  };
  for (const error of [{ code: 3, info: "" }, { code: -3 }, new Error("User rejected the request"), "user declined"]) {
    const { signData, answer } = refuse(error);
    expect(await answer).toMatch(/^neutral: You declined to sign\./);
    expect(signData).toHaveBeenCalledTimes(1);
  }
  const declining = { ...walletOf({}, [95]), enable: vi.fn(async () => Promise.reject({ code: -3 })) };
  expect(await noticeOf(sign(declining))).toMatch(/^neutral: Connection declined\./);
  expect(declining.enable).toHaveBeenCalledTimes(1);
});

test("a person may give up while the wallet waits; what it answers later is not used", async () => {
  for (const [step, changes] of [
    ["enable", null],
    ["sign", { signData: () => new Promise(() => undefined) }],
  ] as const) {
    const controller = new AbortController();
    const wallet = walletOf(apiOf(changes ?? {}).api);
    const mute = changes ? wallet : { ...wallet, enable: () => new Promise(() => undefined) };
    const answer = noticeOf(
      sign(mute, {
        signal: controller.signal,
        onStep: (at) => at === step && queueMicrotask(() => controller.abort()),
      }),
    );
    expect(await answer).toMatch(/^neutral: You stopped waiting for the wallet\. Nothing was sent\./);
  }
});

test("an account that was changed ends it", async () => {
  const signData = vi.fn(async () => Promise.reject({ code: -4, info: "account changed" }));
  expect(await noticeOf(sign(walletOf(apiOf({ signData }).api)))).toContain("Wallet account changed");
  expect(signData).toHaveBeenCalledTimes(1);
});

test("only addresses of the key are asked for", async () => {
  const { api, asked } = apiOf({ getUsedAddresses: async () => [BENS, REWARD] });
  expect(await noticeOf(sign(walletOf(api)))).toBe("signed");
  expect(asked).toEqual([REWARD]);
});
