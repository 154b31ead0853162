/**
 * A signature as a browser has it: a key's own (hex), a wallet's answer to `signData` (CIP-30) with its name, or what
 * somebody brought from another machine, whole (read-signatures.ts).
 */
export type GivenSignature =
  | { readonly kind: "raw"; readonly publicKey: string; readonly signature: string }
  | { readonly kind: "cip30"; readonly signature: string; readonly key: string; readonly wallet: string }
  | { readonly kind: "brought"; readonly answer: string };
