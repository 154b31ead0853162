import { walletFromSeed as deriveWallet } from "@lucid-evolution/lucid";
import { keyFromBech32, type SigningKey } from "./keys";

export type Wallet = {
  /** Base address of account 0, first payment key. */
  readonly address: string;
  readonly networkId: 0 | 1;
  readonly paymentKey: SigningKey;
  readonly stakeKey: SigningKey;
};

const WORD_COUNTS = [12, 15, 18, 21, 24];

/**
 * The wallet of a BIP-39 phrase, derived as Lucid and common wallets do (CIP-1852, m/1852'/1815'/0'). The error never
 * repeats the phrase.
 */
export function walletFromSeed(phrase: string, networkId: 0 | 1): Wallet {
  const words = phrase.trim().toLowerCase().split(/\s+/);
  const right = "Use 12, 15, 18, 21 or 24 words of the English BIP-39 list, separated by spaces.";
  if (!WORD_COUNTS.includes(words.length)) {
    const count = words[0] === "" ? 0 : words.length;
    throw new Error(`The seed phrase has ${count} ${count === 1 ? "word" : "words"}. ${right}`);
  }
  const network = networkId === 1 ? "Mainnet" : "Custom";
  let derived: ReturnType<typeof deriveWallet>;
  try {
    derived = deriveWallet(words.join(" "), { network });
  } catch {
    throw new Error(`The seed phrase is not valid: a word is not in the list, wrong or misplaced. ${right}`);
  }
  if (!derived.stakeKey) throw new Error("The derivation gave no stake key.");
  return {
    address: derived.address,
    networkId,
    paymentKey: keyFromBech32(derived.paymentKey),
    stakeKey: keyFromBech32(derived.stakeKey),
  };
}
