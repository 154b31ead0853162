import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import { signHash } from "@/server/testing/contract/keys";
import { ANN, apiOf, BEN, PAYMENT, walletOf } from "@/server/testing/contract/wallet";
import { READ_MS } from "./ask";
import type { Answer } from "./open-wallet";
import { fundsOf, signTransactionWith } from "./spend";

/* Wallets that lack something. None of it may keep a person from paying who could; what does is told in words. */

const BASE = makeAddress(0, { kind: "key", hash: ANN.hash }, { kind: "key", hash: BEN.hash });
const BASE_HEX = `00${ANN.hash}${BEN.hash}`;
const OTHERS = `60${BEN.hash}`;
/** `[[id, index], [address, coin]]`: an output as older wallets write it. */
const output = (n: number, address = PAYMENT, coin = "1a3b9aca00") => {
  const bytes = address.length / 2 < 24 ? "" : `58${(address.length / 2).toString(16)}${address}`;
  return `82825820${n.toString(16).padStart(64, "0")}0082${bytes}${coin}`;
};
const throws = () => {
  throw new Error("not implemented");
};
const never = () => new Promise(() => undefined);
const rejects = (error: unknown) => async () => Promise.reject(error);

const TX = "84a0a0f5f6";
const TX_HASH = "ab".repeat(32);
const signatureOf = (key = ANN, txHash = TX_HASH) => {
  const { publicKey, signature } = signHash(key, txHash);
  return `825820${publicKey}5840${signature}`;
};
const witnessSet = (...signatures: string[]) => `a1008${signatures.length}${signatures.join("")}`;
/** A CIP-30 API that pays for Ann. */
const payingOf = (changes: Record<string, unknown> = {}) =>
  apiOf({
    getUtxos: async () => [output(1)],
    getChangeAddress: async () => PAYMENT,
    getUsedAddresses: async () => [PAYMENT],
    getRewardAddresses: async () => [],
    signTx: async () => witnessSet(signatureOf()),
    ...changes,
  }).api;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const watch = () => ({ signal: new AbortController().signal, onStep: () => undefined });
/** What stands in the page, with the time that reading may take gone by. */
async function outcome<T>(asked: Promise<Answer<T>>, say: (value: T) => string): Promise<string> {
  const words = asked.then((given) =>
    given.ok ? say(given.value) : `${given.notice.tone}: ${given.notice.title}. ${given.notice.text}`,
  );
  await vi.advanceTimersByTimeAsync(8 * READ_MS);
  return words;
}
const funds = (api: unknown, extensions: number[] = [], magic = 42) =>
  outcome(
    fundsOf(walletOf(api, extensions), magic, watch()),
    ({ addresses, changeAddress }) => `${addresses.join(",")} back to ${changeAddress}`,
  );
const signed = (api: unknown, asked = watch()) => {
  const wanted = { networkMagic: 42, transaction: TX, txHash: TX_HASH, signers: [ANN.hash] };
  return outcome(signTransactionWith(walletOf(api), wanted, asked), () => "signed");
};

const PAYS = `${PAYMENT} back to ${PAYMENT}`;

describe.each([
  ["is missing", undefined],
  ["throws", throws],
  ["rejects", rejects(new Error("locked"))],
  ["never answers", never],
  ["answers null", async () => null],
  ["answers nonsense", async () => ({ utxos: "none", id: [] })],
  ["is no function", "soon"],
])("a method that %s", (_, method) => {
  it.each(["getNetworkId", "getUtxos", "getChangeAddress", "getUsedAddresses", "getCollateral", "getBalance"])(
    "keeps nobody from paying if it is %s",
    async (name) => {
      expect(await funds(payingOf({ [name]: method }))).toBe(PAYS);
      expect(await signed(payingOf({ [name]: method }))).toBe("signed");
    },
  );

  it("keeps nobody from paying if it is of an extension", async () => {
    expect(await funds(payingOf({ cip142: { getNetworkMagic: method } }), [142])).toBe(PAYS);
  });

  it("is named if it is all that tells where money is, with what to do", async () => {
    const lists = ["getUtxos", "getUsedAddresses", "getUnusedAddresses", "getChangeAddress", "getRewardAddresses"];
    const words = await funds(payingOf(Object.fromEntries(lists.map((name) => [name, method]))));
    expect(words).toMatch(/^stopped: The wallet does not say where its money is\. Nothing was signed or sent\./);
    expect(words).toMatch(/getUtxos \(.+\)/);
    expect(words).toMatch(/another wallet, or .*npm run pool -- deposit/);
  });
});

describe("what a wallet has", () => {
  it("is read page by page where its list has pages", async () => {
    const all = Array.from({ length: 250 }, (_, n) => output(n, `60${(n % 3).toString(16).padStart(56, "0")}`));
    const getUtxos = vi.fn(async (_?: unknown, paginate?: { page: number; limit: number }) => {
      const { page = 0, limit = 20 } = paginate ?? {};
      return all.slice(page * limit, (page + 1) * limit);
    });
    const words = await funds(payingOf({ getUtxos }));
    expect(words.split(" ")[0]?.split(",")).toHaveLength(3);
    expect(getUtxos.mock.calls.length).toBeLessThan(7);
  });

  it("is read by pages alone where a whole list is refused", async () => {
    const getUtxos = async (_?: unknown, paginate?: { page: number }) => {
      if (!paginate) throw { code: -1, info: "paginate is needed" };
      return paginate.page === 0 ? [output(1, OTHERS)] : null;
    };
    expect(await funds(payingOf({ getUtxos }))).toBe(`${OTHERS} back to ${PAYMENT}`);
  });

  it("at addresses of scripts, or of the Byron era, is left; where there is no other that is told", async () => {
    const byron = "82d818582183581cba970ad36654d8dd8f74274b733452ddeab9a62a397746be3c42ccdda0001a9026da5b";
    const script = `70${ANN.hash}`;
    const mixed = [output(1, byron), output(2, script), output(3), "ff", 7, null];
    expect(await funds(payingOf({ getUtxos: async () => mixed }))).toBe(PAYS);
    const none = payingOf({ getUtxos: async () => [output(1, byron), output(2, script)] });
    expect(await funds(none)).toMatch(/^stopped: This wallet's money cannot be used here\. .*addresses of keys/);
  });

  it("is nothing: that is told", async () => {
    expect(await funds(payingOf({ getUtxos: async () => [] }))).toMatch(/^stopped: This wallet is empty\./);
  });

  it("has its change where its money is, if its own answer is no address of a key", async () => {
    for (const odd of ["addr_test1nonsense", `70${ANN.hash}`, `e0${ANN.hash}`, 7]) {
      expect(await funds(payingOf({ getChangeAddress: async () => odd }))).toBe(PAYS);
    }
    expect(await funds(payingOf({ getChangeAddress: async () => BASE }))).toBe(`${PAYMENT} back to ${BASE_HEX}`);
  });
});

describe("another network", () => {
  it("is told by number, by magic, or by its addresses", async () => {
    expect(await funds(payingOf({ getNetworkId: async () => 1 }))).toMatch(/on mainnet; this pool is on magic42/);
    const cip142 = { getNetworkMagic: async () => 2 };
    expect(await funds(payingOf({ cip142 }), [142])).toMatch(/on preview; this pool is on magic42/);
    const onMainnet = ["getUsedAddresses", "getChangeAddress"].map((name) => [name, async () => `61${ANN.hash}`]);
    const silent = { ...Object.fromEntries(onMainnet), getUnusedAddresses: never, getNetworkId: throws };
    expect(await funds(payingOf(silent))).toMatch(/on mainnet; .* Switch the wallet's network/);
  });
});

describe("a wallet whose account changed", () => {
  const changed = rejects({ code: -4, info: "account changed" });
  it("meanwhile is to be chosen again", async () => {
    expect(await funds(payingOf({ getUtxos: changed }))).toMatch(/^stopped: Wallet account changed\. .*connect again/);
    expect(await signed(payingOf({ signTx: changed }))).toMatch(/^stopped: Wallet account changed\. .*connect again/);
  });

  it("after it was asked is told by what it signs, before anything is sent", async () => {
    for (const answer of [witnessSet(signatureOf(BEN)), "a0", witnessSet()]) {
      const words = await signed(payingOf({ signTx: async () => answer }));
      expect(words).toContain(`did not sign with its key ${ANN.hash}`);
      expect(words).toMatch(/Select the account that pays\. Nothing was sent\./);
    }
  });
});

describe("what signTx answers", () => {
  it.each([
    ["a witness set", witnessSet(signatureOf())],
    ["a witness set with others' signatures", witnessSet(signatureOf(BEN), signatureOf())],
    ["a whole transaction", `84a0${witnessSet(signatureOf())}f5f6`],
    ["capitals", witnessSet(signatureOf()).toUpperCase()],
    ["with a prefix", `0x${witnessSet(signatureOf())}\n`],
  ])("may be %s", async (_, answer) => {
    expect(await signed(payingOf({ signTx: async () => answer }))).toBe("signed");
  });

  it.each([
    ["nothing", undefined, /^stopped: The wallet gave no usable answer/],
    ["an object", { witness: "a0" }, /^stopped: The wallet gave no usable answer/],
    ["no CBOR", "zz", /^stopped: The wallet gave no usable answer/],
    ["cut off", witnessSet(signatureOf()).slice(0, 90), /^stopped: The wallet gave no usable answer/],
    ["of another transaction", witnessSet(signatureOf(ANN, "cd".repeat(32))), /signed another transaction/],
  ])("that is %s is refused here, with what to do", async (_, answer, words) => {
    expect(await signed(payingOf({ signTx: async () => answer }))).toMatch(words);
  });

  it.each([
    ["declines", { code: 2, info: "no" }, /^neutral: You declined to sign/],
    ["refuses", { code: -3, info: "refused" }, /^neutral: You declined to sign/],
    ["declines in words alone", new Error("User rejected the request"), /^neutral: You declined to sign/],
    ["has no key for it", { code: 1, info: "proof" }, /^stopped: The wallet could not sign/],
    ["has an internal error", { code: -2, info: "boom" }, /^stopped: The wallet had an internal error/],
    ["does not understand", { code: -1, info: "what" }, /did not understand the request/],
    ["says anything else", "boom", /It said: “boom”/],
  ])("is an error if it %s", async (_, error, words) => {
    const said = await signed(payingOf({ signTx: rejects(error) }));
    expect(said).toMatch(words);
    expect(said).not.toMatch(/sealed key|approver/);
  });

  it("is missing: such a wallet is told before anybody asks for a deposit with it", async () => {
    for (const signTx of [undefined, "soon"]) {
      expect(await funds(payingOf({ signTx }))).toMatch(/^stopped: This wallet cannot pay from a page\./);
      expect(await signed(payingOf({ signTx }))).toMatch(/^stopped: This wallet cannot pay from a page\./);
    }
  });

  it("never comes: whoever waits may give up, and what comes later is not used", async () => {
    const controller = new AbortController();
    const steps: string[] = [];
    const onStep = (step: string) => {
      steps.push(step);
      if (step === "sign") setTimeout(() => controller.abort(), 60_000);
    };
    const asked = signed(payingOf({ signTx: never }), { signal: controller.signal, onStep } as never);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await asked).toMatch(/^neutral: You stopped waiting for the wallet\. Nothing was sent/);
    expect(steps).toEqual(["enable", "read", "sign"]);
  });
});

it("a wallet that does not connect is a notice, and extensions that it does not like are left", async () => {
  const enable = vi.fn(async (options?: object): Promise<unknown> => {
    if (options) throw new Error("unknown extension");
    return payingOf();
  });
  const wallet = { ...walletOf(null, [142]), enable };
  expect(await outcome(fundsOf(wallet, 42, watch()), () => "told")).toBe("told");
  for (const [api, words] of [
    [null, /gave no usable answer/],
    ["ok", /gave no usable answer/],
  ] as const) {
    expect(await funds(api)).toMatch(words);
  }
  const declined = { ...walletOf(null), enable: rejects({ code: -3, info: "no" }) };
  expect(await outcome(fundsOf(declined, 42, watch()), () => "told")).toMatch(/^neutral: Connection declined/);
});
