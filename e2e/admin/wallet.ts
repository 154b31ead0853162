import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Page } from "@playwright/test";
import { encode } from "cborg";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { signatureStructure } from "@/server/domain/contract/approval";
import type { Admin } from "./enter";

/** How the wallet's owner answers, and the wallet's network. */
export type WalletMood = { answer: "sign" | "decline"; networkMagic: number };

/**
 * Puts a CIP-30 wallet into the page, with the administrator's key as its stake key, that signs as in CIP-8. The mood
 * may change between calls.
 */
export async function injectWallet(
  page: Page,
  { publicKey, secretKey }: Pick<Admin, "publicKey" | "secretKey">,
  mood: WalletMood,
): Promise<void> {
  const address = `e0${keyHashOf(publicKey)}`;
  await page.exposeFunction("testWalletMagic", () => mood.networkMagic);
  await page.exposeFunction("testWalletSign", (given: string, payload: string) => {
    if (mood.answer === "decline") return null;
    const protectedHeader = encode(
      new Map<unknown, unknown>([
        [1, -8],
        ["address", hexToBytes(given)],
      ]),
    );
    const message = hexToBytes(payload);
    const signature = ed25519.sign(signatureStructure(protectedHeader, message), secretKey);
    const key = new Map([
      [1, 1],
      [3, -8],
      [-1, 6],
    ] as [number, unknown][]).set(-2, hexToBytes(publicKey));
    return {
      signature: bytesToHex(encode([protectedHeader, { hashed: false }, message, signature])),
      key: bytesToHex(encode(key)),
    };
  });
  await page.addInitScript((own: string) => {
    const calls = window as unknown as {
      testWalletMagic(): Promise<number>;
      testWalletSign(address: string, payload: string): Promise<unknown>;
    };
    const api = {
      getNetworkId: async () => 0,
      getUsedAddresses: async () => [],
      getUnusedAddresses: async () => [],
      getRewardAddresses: async () => [own],
      getChangeAddress: async () => own,
      signData: async (address: string, payload: string) => {
        const signed = await calls.testWalletSign(address, payload);
        if (signed === null) throw { code: 3, info: "the user said no" };
        return signed;
      },
      cip142: { getNetworkMagic: () => calls.testWalletMagic() },
    };
    const wallet = { name: "Testwallet", apiVersion: "1.0.0", supportedExtensions: [{ cip: 142 }] };
    const cardano = { testwallet: { ...wallet, enable: async () => api, isEnabled: async () => true } };
    // Late, as many extensions are.
    setTimeout(() => Object.assign(window, { cardano }), 300);
  }, address);
}
