const NOTHING_SENT = "Nothing was signed or sent.";

/** Browser wallets: choosing one, and what its refusals mean. */
export const walletTexts = {
  nothingSent: NOTHING_SENT,
  none: "No Cardano wallet found. Enable a CIP-30 wallet extension in this browser.",
  declined: {
    enable: { title: "Connection declined", text: `${NOTHING_SENT} Connect again when you are ready.` },
    network: { title: "The wallet did not share its network", text: NOTHING_SENT },
    addresses: { title: "The wallet did not share its addresses", text: NOTHING_SENT },
    "sign-data": { title: "You declined to sign", text: `${NOTHING_SENT} Sign again when you are ready.` },
  },
  badRequest: {
    title: "The wallet did not understand the request",
    text: `${NOTHING_SENT} Update the wallet, or sign with your sealed key.`,
  },
  internal: {
    title: "The wallet had an internal error",
    text: `${NOTHING_SENT} Reopen the wallet and try again.`,
  },
  accountChanged: {
    title: "Wallet account changed",
    text: `${NOTHING_SENT} Select the account with your approver key, then connect again.`,
  },
  noProof: {
    title: "The wallet could not sign",
    text: `${NOTHING_SENT} It does not hold the key of this address. Connect and unlock a hardware wallet first.`,
  },
  scriptAddress: {
    title: "This address belongs to a script",
    text: `${NOTHING_SENT} Select the account with your approver key.`,
  },
  unexpected: {
    title: "Unexpected answer from the wallet",
    text: (said: string) => `${NOTHING_SENT} It said: “${said}”`,
  },
  otherNetwork: {
    title: "Wallet is on another network",
    text: (its: string, ours: string) =>
      `The wallet is on ${its}; this pool is on ${ours}. ${NOTHING_SENT} Switch the wallet's network and try again.`,
    testNetwork: "a test network",
  },
  noKey: {
    title: "Key not found in this wallet",
    text: (key: string) => `None of its addresses uses ${key}. Select another account, or sign with your sealed key.`,
    oneKey: (hash: string) => `the key ${hash}…`,
    anyKey: "an approver key of the pool",
  },
} as const;
