import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Page } from "@playwright/test";
import { encode } from "cborg";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { addressKey, enterpriseAddress } from "@/server/domain/cardano/address";
import { splitCbor } from "@/server/domain/cardano/cbor-shape";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { Facts } from "../fixtures/facts";
import type { Admin } from "./enter";

/**
 * How the owner answers: signs, declines, or has a wallet that signs something else than it was given, or that gives
 * the whole transaction back. And what the wallet lacks: methods that it does not have, that throw, and never answer.
 */
export type SpendingMood = {
  answer: "sign" | "decline" | "other" | "whole";
  readonly lacks?: readonly string[];
  readonly throws?: readonly string[];
  readonly mute?: readonly string[];
};

/**
 * Puts a CIP-30 wallet into the page, with what the address of the administrator's key holds on the devnet, that signs
 * transactions for real. The mood may change between calls.
 */
export async function injectSpendingWallet(page: Page, facts: Facts, admin: Admin, mood: SpendingMood): Promise<void> {
  const source = createBlockfrostSource({ url: facts.chainUrl, name: "devnet" });
  const address = enterpriseAddress(0, admin.publicKey);
  await page.exposeFunction("testWalletUtxos", async () => {
    const outputs = await source.unspentOutputs(address);
    return outputs.map(({ ref, lovelace }) =>
      bytesToHex(
        encode([
          [hexToBytes(ref.txHash), ref.index],
          [hexToBytes(addressKey(address)), lovelace],
        ]),
      ),
    );
  });
  await page.exposeFunction("testWalletSignTx", (transaction: string) => {
    if (mood.answer === "decline") return null;
    const hash = mood.answer === "other" ? "00".repeat(32) : transactionId(hexToBytes(transaction));
    const signature = ed25519.sign(hash, admin.secretKey);
    const set = bytesToHex(encode(new Map([[0, [[hexToBytes(admin.publicKey), signature]]]])));
    if (mood.answer !== "whole") return set;
    const [body] = splitCbor(hexToBytes(transaction), 4, "a transaction");
    return `84${bytesToHex(body ?? new Uint8Array())}${set}f5f6`;
  });
  const { lacks = [], throws = [], mute = [] } = mood;
  await page.addInitScript(
    ({ own, lacks, throws, mute }) => {
      const calls = window as unknown as {
        testWalletUtxos(): Promise<string[]>;
        testWalletSignTx(transaction: string): Promise<string | null>;
      };
      const api: Record<string, unknown> = {
        getNetworkId: async () => 0,
        getUtxos: () => calls.testWalletUtxos(),
        getChangeAddress: async () => own,
        signTx: async (transaction: string) => {
          const answer = await calls.testWalletSignTx(transaction);
          if (answer === null) throw { code: 2, info: "the user said no" };
          return answer;
        },
      };
      for (const method of lacks) delete api[method];
      for (const method of mute) api[method] = () => new Promise(() => undefined);
      for (const method of throws) {
        api[method] = () => {
          throw new Error(`${method} is broken`);
        };
      }
      const wallet = { name: "Testwallet", apiVersion: "1.0.0", supportedExtensions: [], enable: async () => api };
      setTimeout(() => Object.assign(window, { cardano: { testwallet: wallet } }), 300);
    },
    { own: addressKey(address), lacks, throws, mute },
  );
}
