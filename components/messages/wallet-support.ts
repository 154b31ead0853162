/*
 * What is known of wallets and devices, from their public sources alone: no real wallet ran in our tests. The texts to
 * sign have about 120 to 198 bytes of printable ASCII. A "hash" never counts: the contract needs the text itself.
 */

type Support = {
  readonly name: string;
  /** "signs": by its sources, the text itself. "hash": only a hash. "not": no texts. "unknown": no public source. */
  readonly result: "signs" | "hash" | "not" | "unknown";
  readonly how: string;
  readonly instead?: string;
  /** Where it can be read, with what was read. */
  readonly source: string | null;
};

const TRY = "Try it: what it signs is checked here before anything is sent.";
const ANOTHER_WALLET = "Connect the same device through Yoroi, or use another key.";

export const WALLET_SUPPORT: readonly Support[] = [
  {
    name: "Lace, software account",
    result: "signs",
    how: "Signs for payment, reward and DRep addresses, and tells its network.",
    source: "input-output-hk/lace 2.2.0, cip8-sign-data.ts",
  },
  {
    name: "Lace with Ledger, older",
    result: "hash",
    how: "From 100 bytes on it has the device sign a hash.",
    instead: `Update Lace. ${ANOTHER_WALLET}`,
    source: "cardano-js-sdk #1393 (2024), and #1645 (2025), which raised the bound",
  },
  {
    name: "Lace with Ledger, newer",
    result: "signs",
    how: "Up to 197 bytes; a text of 198 is hashed.",
    instead: ANOTHER_WALLET,
    source: "cardano-js-sdk, LedgerKeyAgent.ts (CIP08_SIGN_HASH_THRESHOLD = 198)",
  },
  {
    name: "Lace with Keystone or SeedSigner",
    result: "signs",
    how: "The text goes to the device, and the signature comes back, as QR codes.",
    source: "input-output-hk/lace 2.2.0, cardano-keystone-data-signer.ts, cardano-seed-signer-data-signer.ts",
  },
  {
    name: "Lace with Trezor",
    result: "not",
    how: "Its signing of texts ends with an error.",
    instead: "Use another wallet or key.",
    source: "input-output-hk/lace 2.2.0, cardano-trezor-data-signer.ts",
  },
  {
    name: "Yoroi, software account",
    result: "signs",
    how: "CIP-30, and CIP-95 for its DRep key.",
    source: "Emurgo/yoroi-frontend 5.4, cardanoApiInject.js",
  },
  {
    name: "Yoroi with Ledger",
    result: "signs",
    how: "Asks the device not to hash; needs the Cardano app 7.1.0 or newer. The header holds the key's hash.",
    source: "Emurgo/yoroi-frontend 5.4, ConnectorStore.js; #3729",
  },
  {
    name: "Yoroi with Trezor",
    result: "not",
    how: "Signing of texts ends with an error.",
    instead: "Use another wallet or key.",
    source: "Emurgo/yoroi-frontend 5.4, ConnectorStore.js",
  },
  {
    name: "SubWallet",
    result: "unknown",
    how: "Reported to sign for its change address alone, which has another key than its reward address.",
    instead: TRY,
    source: "Koniverse/SubWallet-Extension #4352",
  },
  {
    name: "Eternl, Typhon, VESPR, NuFi, Begin, GeroWallet",
    result: "unknown",
    how: "Their signing is not in public sources that we could read. With a Ledger, expect a hash.",
    instead: TRY,
    source: null,
  },
  {
    name: "Ledger, Cardano app 7.1 or newer",
    result: "signs",
    how: "Takes up to 198 bytes of printable ASCII unhashed, if the wallet asks for that.",
    source: "ledgerjs-hw-app-cardano 7.1 (signMessage), as quoted by blinklabs-io/bursa, hw/ledger.ts",
  },
  {
    name: "Trezor, firmware 2.9.1 or newer",
    result: "signs",
    how: "cardanoSignMessage signs the text itself; the wallet must offer it.",
    source: "trezor/trezor-suite #20731; Connect's page of cardanoSignMessage",
  },
  {
    name: "cardano-signer",
    result: "signs",
    how: "sign --cip8 --data TEXT --secret-key FILE --address ADDRESS --json; paste its answer. Without --hashed.",
    source: "gitmachtl/cardano-signer 1.35, README",
  },
  {
    name: "cardano-hw-cli",
    result: "signs",
    how: "message sign --message TEXT …; paste its answer. Without --hashed.",
    source: "vacuumlabs/cardano-hw-cli, docs/message-signing.md",
  },
];

export const walletSupportTexts = {
  summary: "What works with which wallet or device",
  tested: "From their public sources. None of it was tested with the real wallet or device.",
  caption: "Wallets and devices",
  results: { signs: "yes", hash: "a hash only", not: "no", unknown: "not known" },
  noSource: "No public source.",
  source: (source: string) => `Source: ${source}`,
  /** Before anybody tries. */
  long: (bytes: number) =>
    `This text has ${bytes} bytes. Some wallets have a Ledger sign only a hash of a text of 100 bytes or more, and the ` +
    "contract does not count that: use a software account or another wallet, a sealed key, or the air-gapped tool.",
} as const;

/** Texts below are never hashed by any of the wallets above. */
export const SHORTEST_HASHED = 100;
