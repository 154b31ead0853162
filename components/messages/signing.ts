/** Signing any text in the browser: with a sealed key, or with a wallet. */
export const signingTexts = {
  text: {
    title: "Text to sign",
    copy: "Copy text",
    hash: (bytes: number) => `${bytes} bytes. Hash (blake2b-224)`,
  },
  failed: "Not signed",
  passphrase: "Key passphrase",
  passphraseHint: "Your key and passphrase never leave this browser.",
  wallet: "Sign with a wallet instead",
  walletVerb: "Sign with",
  keyFile: "Key file",
  keyFileHint: "The JSON file with your sealed key. It is read only in this browser.",
  paste: {
    summary: "Paste a signature made elsewhere",
    label: "Signature",
    hint: "What signData (CIP-30), cardano-signer --json or cardano-hw-cli answered, or 128 hexadecimal digits. Never a secret key.",
    submit: "Use this signature",
    tool: "pasted",
  },
  problems: {
    noFile: "Choose your key file.",
    noPassphrase: "Enter your key passphrase.",
    noHttps: "Signing needs HTTPS. Open this page at its https:// address.",
    unreadable: (problem: string) => `Cannot read the key file: ${problem}.`,
    otherKey: "This is not the key enrolled to your account.",
  },
} as const;
