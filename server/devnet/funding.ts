import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generateSeedPhrase, walletFromSeed } from "@lucid-evolution/lucid";

export type FundingWallet = {
  readonly seedPhrase: string;
  readonly address: string;
  /** Bech32 `ed25519e_sk`, kept because deriving it takes longer than a payment. */
  readonly paymentKey: string;
};

/**
 * The wallet that holds the initial funds: a BIP-39 phrase in a file, derived as Lucid does (account 0). A missing file
 * is created with a new phrase. Test money only.
 */
export function loadFundingWallet(file: string): FundingWallet {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${generateSeedPhrase()}\n`, { mode: 0o600 });
  }
  return fundingWallet(readFileSync(file, "utf8"), file);
}

export function fundingWallet(phrase: string, source = "the funding seed"): FundingWallet {
  const seedPhrase = phrase.trim().split(/\s+/).join(" ");
  try {
    const { address, paymentKey } = walletFromSeed(seedPhrase, { network: "Custom" });
    return { seedPhrase, address, paymentKey };
  } catch {
    throw new Error(`${source} is not a BIP-39 phrase; it must be 12, 15, 18, 21 or 24 words of the English list`);
  }
}

export function newFundingWallet(): FundingWallet {
  return fundingWallet(generateSeedPhrase());
}
