import { hexToBytes } from "@noble/hashes/utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { signData } from "@/server/testing/contract/keys";
import { ANN, apiOf, askingFor, BEN, BENS, PAYMENT, REWARD, TEXT, walletOf } from "@/server/testing/contract/wallet";
import { READ_MS } from "./ask";
import { signWithWallet } from "./sign-with-wallet";

const { sign, noticeOf } = askingFor(signWithWallet);

/* Wallets that lack something. None of it may keep a person from signing who could. */

const never = () => new Promise(() => undefined);
const base = (networkId: 0 | 1 = 0) =>
  makeAddress(networkId, { kind: "key", hash: BEN.hash }, { kind: "key", hash: ANN.hash });
const throws = () => {
  throw new Error("not implemented");
};
const LISTS = ["getNetworkId", "getUsedAddresses", "getUnusedAddresses", "getRewardAddresses", "getChangeAddress"];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Signs, with the time that reading may take gone by. */
async function outcome(api: unknown, extensions: number[] = [], networkMagic = 42): Promise<string> {
  const answer = noticeOf(sign(walletOf(api, extensions), { networkMagic }));
  await vi.advanceTimersByTimeAsync(3 * READ_MS);
  return answer;
}

describe.each([
  ["is missing", undefined],
  ["throws", throws],
  ["rejects", async () => throws()],
  ["never answers", never],
  ["answers null", async () => null],
  ["answers nonsense", async () => ({ addresses: "none", id: [] })],
  ["is no function", "soon"],
])("a method that %s", (_, method) => {
  it.each(LISTS)("refuses nothing if it is %s", async (name) => {
    // The key is in two lists, so that either may fail.
    const both = { getRewardAddresses: async () => [REWARD], getUnusedAddresses: async () => [base()] };
    expect(await outcome(apiOf({ ...both, [name]: method }).api)).toBe("signed");
  });

  it("refuses nothing if it is every list: the addresses of the key are tried", async () => {
    const changes = Object.fromEntries(LISTS.map((name) => [name, method]));
    const { api, asked } = apiOf(changes);
    expect(await outcome(api)).toBe("signed");
    expect(asked).toEqual([REWARD]);
  });

  it("refuses nothing if it is of an extension", async () => {
    const cip142 = { getNetworkMagic: method };
    const cip95 = { getPubDRepKey: method, getRegisteredPubStakeKeys: method, getUnregisteredPubStakeKeys: method };
    expect(await outcome(apiOf({ cip142, cip95, getExtensions: method }).api, [95, 142])).toBe("signed");
  });
});

describe("the network of a wallet that does not tell it", () => {
  it("is that of its addresses", async () => {
    const onMainnet = { getNetworkId: throws, getUsedAddresses: async () => [`61${BEN.hash}`] };
    const rest = { getRewardAddresses: async () => [base(1)], getChangeAddress: async () => `61${BEN.hash}` };
    expect(await outcome(apiOf({ ...onMainnet, ...rest }).api)).toMatch(/on mainnet; this pool is on magic42/);
    expect(await outcome(apiOf({ getNetworkId: never }).api, [], 764_824_073)).toMatch(/a test network; .* on mainnet/);
  });
});

describe("an address", () => {
  it.each([
    ["bech32", makeAddress(0, null, { kind: "key", hash: ANN.hash })],
    ["a CBOR string", `581d${REWARD}`],
    ["hex in capitals", REWARD.toUpperCase()],
  ])("written as %s is given back so", async (_, written) => {
    const { api, asked } = apiOf({ getRewardAddresses: async () => [written] });
    expect(await outcome(api)).toBe("signed");
    expect(asked).toEqual([written]);
  });

  it("alone in place of a list is read", async () => {
    expect(await outcome(apiOf({ getRewardAddresses: async () => REWARD }).api)).toBe("signed");
  });

  it("on a later page is found", async () => {
    const strangers = Array.from({ length: 150 }, (_, n) => `60${n.toString(16).padStart(56, "0")}`);
    const all = [...strangers, PAYMENT];
    const getUsedAddresses = vi.fn(async (paginate?: { page: number; limit: number }) => {
      const { page = 0, limit = 20 } = paginate ?? {};
      return page * limit < all.length ? all.slice(page * limit, (page + 1) * limit) : null;
    });
    const { api, asked } = apiOf({ getUsedAddresses, getRewardAddresses: async () => [] });
    expect(await outcome(api)).toBe("signed");
    expect(asked).toEqual([PAYMENT]);
    expect(getUsedAddresses.mock.calls.length).toBeLessThan(6);
  });

  it("in a list that failed is tried; if the wallet does not have it, the notice says which failed", async () => {
    const broken = { getRewardAddresses: never, getUnusedAddresses: undefined };
    const { api, asked } = apiOf(broken);
    expect(await outcome(api)).toBe("signed");
    expect(asked).toEqual([REWARD]);
    const signData = async () => Promise.reject({ code: 1, info: "unknown address" });
    const words = await outcome(apiOf({ ...broken, signData }).api);
    expect(words).toMatch(/^stopped: Key not found in this wallet\..*may have more addresses than it told: /);
    expect(words).toContain("getRewardAddresses (no answer)");
    expect(words).toContain("getUnusedAddresses (missing)");
  });
});

describe("a wallet that signs", () => {
  const only = (takes: (address: string) => boolean, error: unknown = { code: 2, info: "not a key" }) => {
    const asked: string[] = [];
    const signer = async (address: string, payload: string) => {
      asked.push(address);
      if (!takes(address)) throw error;
      return signData(ANN, new TextDecoder().decode(hexToBytes(payload)));
    };
    return { asked, signer };
  };

  it("for reward addresses alone, though it lists none, is asked for one", async () => {
    const { signer, asked } = only((address) => address.startsWith("e0"));
    const { api } = apiOf({ signData: signer, getRewardAddresses: throws, getUsedAddresses: async () => [base()] });
    expect(await outcome(api)).toBe("signed");
    expect(asked).toEqual([REWARD]);
  });

  it("for reward addresses alone, though it tells a payment address of the same key alone, is asked for one", async () => {
    const { signer, asked } = only((address) => address.startsWith("e0"));
    const lists = { getRewardAddresses: async () => [], getUsedAddresses: async () => [PAYMENT] };
    expect(await outcome(apiOf({ ...lists, signData: signer }).api)).toBe("signed");
    expect(asked).toEqual([PAYMENT, REWARD]);
  });

  it("for payment addresses alone is asked for that of the same key", async () => {
    const { signer, asked } = only((address) => address.startsWith("60"), { code: -1, info: "expected addr" });
    expect(await outcome(apiOf({ signData: signer, getUsedAddresses: async () => [BENS, PAYMENT] }).api)).toBe(
      "signed",
    );
    expect(asked).toEqual([REWARD, PAYMENT]);
  });

  it("for bech32 alone is asked in bech32", async () => {
    const { signer, asked } = only((address) => address.startsWith("stake_test"), new TypeError("bad address"));
    expect(await outcome(apiOf({ signData: signer }).api)).toBe("signed");
    expect(asked[0]).toBe(REWARD);
    expect(asked.at(-1)).toBe(makeAddress(0, null, { kind: "key", hash: ANN.hash }));
  });

  it("for a DRep's key (CIP-95) is asked for that", async () => {
    const drep = vi.fn(async (_: string, payload: string) =>
      signData(ANN, new TextDecoder().decode(hexToBytes(payload))),
    );
    const cip95 = { getPubDRepKey: async () => ANN.publicKey, signData: drep };
    const none = { getRewardAddresses: async () => [], signData: vi.fn() };
    expect(await outcome(apiOf({ ...none, cip95 }).api, [95])).toBe("signed");
    expect(drep.mock.calls[0]?.[0]).toBe(PAYMENT);
    expect(none.signData).not.toHaveBeenCalled();
    const inCip30 = apiOf({ getRewardAddresses: async () => [], cip95: { getPubDRepKey: cip95.getPubDRepKey } });
    expect(await outcome(inCip30.api, [95])).toBe("signed");
    expect(inCip30.asked).toEqual([PAYMENT]);
  });

  it("for a stake key that only CIP-95 tells is asked for its reward address", async () => {
    const cip95 = { getRegisteredPubStakeKeys: async () => [ANN.publicKey] };
    const { api, asked } = apiOf({ getRewardAddresses: throws, cip95 });
    expect(await outcome(api, [95])).toBe("signed");
    expect(asked).toEqual([REWARD]);
  });

  it("for nothing is asked a few times, and says its first reason", async () => {
    const { signer, asked } = only(() => false, { code: 1, info: "no such key" });
    expect(await outcome(apiOf({ signData: signer }).api)).toContain("The wallet could not sign");
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("no texts at all is named", async () => {
    expect(await outcome(apiOf({ signData: undefined }).api)).toContain("This wallet cannot sign texts");
    const none = { signData: undefined, getRewardAddresses: undefined };
    expect(await outcome(apiOf(none).api)).toContain("This wallet cannot sign texts");
  });

  it("through an extension alone is asked there", async () => {
    const { signer } = only(() => true);
    expect(await outcome(apiOf({ signData: undefined, cip95: { signData: signer } }).api, [95])).toBe("signed");
  });
});

describe("connecting", () => {
  it("is tried without extensions where the wallet does not like to be asked for them", async () => {
    const { api } = apiOf();
    const enable = vi.fn(async (options?: unknown) => (options ? throws() : api));
    const answer = noticeOf(sign({ ...walletOf(api, [95, 142]), enable }));
    expect(await answer).toBe("signed");
    expect(enable.mock.calls).toEqual([[{ extensions: [{ cip: 95 }, { cip: 142 }] }], [undefined]]);
  });

  it.each([true, null, "ok"])("that gives %s instead of an API is named", async (api) => {
    expect(await outcome(api)).toContain("The wallet gave no usable answer");
  });
});

describe("what it signed", () => {
  const answer = signData(ANN, TEXT);
  it("may be a bare COSE_Sign1, as before 2022", async () => {
    const result = sign(walletOf(apiOf({ signData: async () => answer.signature }).api));
    expect(await result).toMatchObject({ ok: true, value: { signed: { kind: "cip30", signature: answer.signature } } });
    expect(await outcome(apiOf({ signData: async () => ({ signature: answer.signature }) }).api)).toBe("signed");
  });

  it.each([
    [
      "over another text",
      signData(ANN, "Daily Prize Oracle devnet approve day 8"),
      /over another text .*approve day 8/,
    ],
    ["of another key", signData(BEN, TEXT), new RegExp(`The key ${BEN.hash.slice(0, 16)}… signed, and not`)],
    ["that is forged", { ...answer, signature: answer.signature.replace(/..$/, "00") }, /does not match the text/],
    ["without a signature", {}, /no usable answer/],
    ["that is nothing", null, /no usable answer/],
    ["that is no CBOR", { signature: "abcd", key: "ef" }, /not a CIP-30 signature/],
  ])("%s is refused here, with what to do, and nothing is sent", async (_, given, words) => {
    expect(await outcome(apiOf({ signData: async () => given }).api)).toMatch(words);
  });
});
