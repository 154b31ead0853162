import { keyHashOf } from "@/server/domain/cardano/key-hash";

const NOTHING_SENT = "Nothing was signed or sent.";
const SEALED = "sign with your sealed key";

/** Why a method of a wallet gave nothing. */
const GAPS = { missing: "missing", silent: "no answer", failed: "an error", odd: "nothing that can be read" } as const;

type Gap = { readonly method: string; readonly answer: { readonly kind: keyof typeof GAPS } };
const sayGaps = (gaps: readonly Gap[]) =>
  gaps.map(({ method, answer }) => `${method} (${GAPS[answer.kind]})`).join(", ");

/** What a wallet's error means, and what to do: `account` is the one to select, `instead` what goes without it. */
const errorsOf = (account: string, instead: string) => ({
  badRequest: {
    title: "The wallet did not understand the request",
    text: `${NOTHING_SENT} Update the wallet, or ${instead}.`,
  },
  internal: {
    title: "The wallet had an internal error",
    text: `${NOTHING_SENT} Reopen the wallet and try again.`,
  },
  accountChanged: {
    title: "Wallet account changed",
    text: `${NOTHING_SENT} Select ${account}, then connect again.`,
  },
  noProof: {
    title: "The wallet could not sign",
    text: `${NOTHING_SENT} It does not hold the key. Select ${account}; connect and unlock a hardware wallet first.`,
  },
  scriptAddress: {
    title: "This address belongs to a script",
    text: `${NOTHING_SENT} Select ${account}.`,
  },
  nonsense: {
    title: "The wallet gave no usable answer",
    text: `${NOTHING_SENT} Update the wallet, use another one, or ${instead}.`,
  },
});

const BY_FILE = "have the deposit made as a file with npm run pool -- deposit";

/** Browser wallets: choosing one, and what its refusals mean. */
export const walletTexts = {
  nothingSent: NOTHING_SENT,
  none: "No Cardano wallet found. Enable a CIP-30 wallet extension in this browser.",
  waiting: {
    title: (wallet: string) => `Waiting for ${wallet}`,
    enable: "Allow the connection in the wallet's window. It may be behind this one.",
    read: "The wallet is asked for its network and addresses.",
    sign: {
      "sign-text":
        "Sign in the wallet's window, and on the device if there is one. Compare the text with the one on this page.",
      pay: "Sign in the wallet's window, and on the device if there is one. It pays the amount and the fee on this page.",
    },
    cancel: "Cancel",
  },
  cancelled: {
    title: "You stopped waiting for the wallet",
    text: "Nothing was sent. Close its window too: what it signs later is not used.",
  },
  declined: {
    enable: { title: "Connection declined", text: `${NOTHING_SENT} Connect again when you are ready.` },
    sign: { title: "You declined to sign", text: `${NOTHING_SENT} Sign again when you are ready.` },
  },
  errors: {
    "sign-text": errorsOf("the account with your approver key", SEALED),
    pay: errorsOf("the account that pays the deposit", BY_FILE),
  },
  noSignData: {
    title: "This wallet cannot sign texts",
    text: `${NOTHING_SENT} It has no signData (CIP-30). Use another wallet, or ${SEALED}.`,
  },
  unusable: (problem: string) => ({
    title: "What the wallet signed does not count",
    text: `${problem} Nothing was sent.`,
  }),
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
    text: (keys: readonly string[], gaps: readonly Gap[]) => {
      const [only] = keys;
      const key =
        keys.length === 1 && only ? `the key ${keyHashOf(only).slice(0, 16)}…` : "an approver key of the pool";
      const untold = sayGaps(gaps);
      const told = `None of its addresses uses ${key}. Select another account, or ${SEALED}.`;
      return untold === "" ? told : `${told} The wallet may have more addresses than it told: ${untold}.`;
    },
  },
  cannotPay: {
    title: "This wallet cannot pay from a page",
    text: `${NOTHING_SENT} It has no signTx (CIP-30). Use another wallet, or ${BY_FILE}.`,
  },
  empty: {
    title: "This wallet is empty",
    text: `It names no unspent output. ${NOTHING_SENT} Choose another account, or put ADA there first.`,
  },
  noMoneyOfKeys: {
    title: "This wallet's money cannot be used here",
    text: `${NOTHING_SENT} A deposit comes from addresses of keys, and it has ADA at scripts' or old (Byron) ones alone. Send it to another address of the wallet first.`,
  },
  noMoneyTold: (gaps: readonly Gap[]) => ({
    title: "The wallet does not say where its money is",
    text: `${NOTHING_SENT} It was asked by ${sayGaps(gaps)}. Unlock and update it, use another wallet, or ${BY_FILE}.`,
  }),
} as const;
