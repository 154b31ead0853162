import { keyHashOf } from "@/server/domain/cardano/key-hash";

const NOTHING_SENT = "Nothing was signed or sent.";
const SEALED = "sign with your sealed key";

/** Why a method of a wallet gave nothing. */
const GAPS = { missing: "missing", silent: "no answer", failed: "an error" } as const;

/** Browser wallets: choosing one, and what its refusals mean. */
export const walletTexts = {
  nothingSent: NOTHING_SENT,
  none: "No Cardano wallet found. Enable a CIP-30 wallet extension in this browser.",
  waiting: {
    title: (wallet: string) => `Waiting for ${wallet}`,
    enable: "Allow the connection in the wallet's window. It may be behind this one.",
    read: "The wallet is asked for its network and addresses.",
    sign: "Sign in the wallet's window, and on the device if there is one. Compare the text with the one on this page.",
    cancel: "Cancel",
  },
  cancelled: {
    title: "You stopped waiting for the wallet",
    text: "Nothing was sent. Close its window too: what it signs later is not used.",
  },
  declined: {
    enable: { title: "Connection declined", text: `${NOTHING_SENT} Connect again when you are ready.` },
    "sign-data": { title: "You declined to sign", text: `${NOTHING_SENT} Sign again when you are ready.` },
  },
  badRequest: {
    title: "The wallet did not understand the request",
    text: `${NOTHING_SENT} Update the wallet, or ${SEALED}.`,
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
  noSignData: {
    title: "This wallet cannot sign texts",
    text: `${NOTHING_SENT} It has no signData (CIP-30). Use another wallet, or ${SEALED}.`,
  },
  nonsense: {
    title: "The wallet gave no usable answer",
    text: `${NOTHING_SENT} Update the wallet, use another one, or ${SEALED}.`,
  },
  unusable: {
    title: "What the wallet signed does not count",
    text: (problem: string) => `${problem} Nothing was sent.`,
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
    text: (keys: readonly string[], gaps: readonly { method: string; answer: { kind: keyof typeof GAPS } }[]) => {
      const [only] = keys;
      const key =
        keys.length === 1 && only ? `the key ${keyHashOf(only).slice(0, 16)}…` : "an approver key of the pool";
      const untold = gaps.map(({ method, answer }) => `${method} (${GAPS[answer.kind]})`).join(", ");
      const told = `None of its addresses uses ${key}. Select another account, or ${SEALED}.`;
      return untold === "" ? told : `${told} The wallet may have more addresses than it told: ${untold}.`;
    },
  },
} as const;
