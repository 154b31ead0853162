import { hexToBytes } from "@noble/hashes/utils";
import type { Page } from "@playwright/test";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { textHashOf } from "@/server/domain/cardano/text-hash";
import { signData } from "@/server/testing/contract/keys";
import type { Admin } from "./enter";

/** A wallet, with what it lacks. It signs for real, with the administrator's key, as in CIP-8. */
export type TestWallet = {
  readonly name: string;
  /** Methods that it does not have, that throw, and that never answer. */
  readonly lacks?: readonly string[];
  readonly throws?: readonly string[];
  readonly mute?: readonly string[];
  /** What it answers: all of it, a bare COSE_Sign1 as before 2022, or a signature over a hash, as some devices'. */
  readonly answers?: "whole" | "bare" | "hashed";
  /** It signs for reward addresses alone. */
  readonly rewardOnly?: boolean;
  /** It has the key as a DRep's alone (CIP-95). */
  readonly isDrep?: boolean;
};

/** How the wallets' owner answers, and the wallets' network. May change between calls. */
export type WalletMood = { answer: "sign" | "decline"; networkMagic: number };

/** Puts CIP-30 wallets into the page, beside an extension that is broken. */
export async function injectWallets(
  page: Page,
  { publicKey, secretKey }: Pick<Admin, "publicKey" | "secretKey">,
  wallets: readonly TestWallet[],
  mood: WalletMood,
): Promise<void> {
  const hash = keyHashOf(publicKey);
  const key = { secret: hexToBytes(secretKey), publicKey, hash, address: "" };
  await page.exposeFunction("testWalletMagic", () => mood.networkMagic);
  await page.exposeFunction("testWalletSign", (name: string, payload: string) => {
    if (mood.answer === "decline") return null;
    const answers = wallets.find((wallet) => wallet.name === name)?.answers;
    const text = new TextDecoder().decode(hexToBytes(payload));
    if (answers !== "hashed") return answers === "bare" ? signData(key, text).signature : signData(key, text);
    const digest = hexToBytes(textHashOf(text));
    return signData(key, text, { payload: digest, signed: digest, hashed: true });
  });
  await page.addInitScript(putIntoPage, { publicKey, hash, wallets });
}

/** Runs in the page, before its own scripts. */
function putIntoPage(given: { publicKey: string; hash: string; wallets: readonly TestWallet[] }): void {
  const calls = window as unknown as {
    testWalletMagic(): Promise<number>;
    testWalletSign(name: string, payload: string): Promise<unknown>;
  };
  const [reward, payment] = [`e0${given.hash}`, `60${given.hash}`];
  const stranger = `60${"00".repeat(28)}`;
  const apiOf = ({ name, lacks, throws, mute, rewardOnly, isDrep }: TestWallet) => {
    const signData = async (address: string, payload: string) => {
      if (rewardOnly && address !== reward) throw { code: 2, info: "only reward addresses" };
      const signed = await calls.testWalletSign(name, payload);
      if (signed === null) throw { code: 3, info: "the user said no" };
      return signed;
    };
    const whole: Record<string, unknown> = {
      getNetworkId: async () => 0,
      getUsedAddresses: async () => [stranger, ...(isDrep ? [] : [payment])],
      getUnusedAddresses: async () => [],
      getRewardAddresses: async () => (isDrep ? [] : [reward]),
      getChangeAddress: async () => stranger,
      signData,
    };
    for (const method of lacks ?? []) delete whole[method];
    for (const method of mute ?? []) whole[method] = () => new Promise(() => undefined);
    for (const method of throws ?? []) {
      whole[method] = () => {
        throw new Error(`${method} is broken`);
      };
    }
    const cip95 = { getPubDRepKey: async () => given.publicKey, signData };
    const cip142 = { getNetworkMagic: () => calls.testWalletMagic() };
    return { ...whole, cip142, ...(isDrep && { cip95 }) };
  };
  const cardano: Record<string, unknown> = {};
  Object.defineProperty(cardano, "broken", {
    enumerable: true,
    get: () => {
      throw new Error("this extension is broken");
    },
  });
  for (const wallet of given.wallets) {
    cardano[wallet.name] = {
      name: wallet.name,
      apiVersion: "1.0.0",
      supportedExtensions: [{ cip: 142 }, ...(wallet.isDrep ? [{ cip: 95 }] : [])],
      enable: async () => apiOf(wallet),
      isEnabled: async () => true,
    };
  }
  // Late, as many extensions are.
  setTimeout(() => Object.assign(window, { cardano }), 300);
}
