/*
 * What a wallet's refusal means depends on the call as well as on the code: CIP-30 numbers its errors by call, and
 * the same number means different things (APIError -1 to -4, DataSignError 1 to 3).
 */

export type WalletCall = "enable" | "network" | "addresses" | "sign-data";

/** "neutral" for what the person decided himself: that is no error. */
export type WalletNotice = {
  readonly tone: "neutral" | "stopped";
  readonly title: string;
  readonly text: string;
};

const NOTHING_SENT = "Nothing was signed and nothing was sent.";

const DECLINED: Record<WalletCall, WalletNotice> = {
  enable: {
    tone: "neutral",
    title: "The connection was declined",
    text: `${NOTHING_SENT} Connect again when you are ready.`,
  },
  network: { tone: "neutral", title: "The wallet did not tell its network", text: NOTHING_SENT },
  addresses: { tone: "neutral", title: "The wallet did not tell its addresses", text: NOTHING_SENT },
  "sign-data": {
    tone: "neutral",
    title: "You declined to sign",
    text: `${NOTHING_SENT} The plan still waits for your approval.`,
  },
};

const GENERAL: Record<number, WalletNotice> = {
  [-1]: {
    tone: "stopped",
    title: "The wallet did not understand the request",
    text: `${NOTHING_SENT} Update the wallet, or sign with your sealed key.`,
  },
  [-2]: {
    tone: "stopped",
    title: "The wallet had an internal error",
    text: `${NOTHING_SENT} Reopen the wallet and try again.`,
  },
  [-4]: {
    tone: "stopped",
    title: "Another account was chosen in the wallet",
    text: `${NOTHING_SENT} Choose the account that holds your approver key, then connect again.`,
  },
};

const SIGN_DATA: Record<number, WalletNotice> = {
  1: {
    tone: "stopped",
    title: "The wallet could not sign",
    text: `${NOTHING_SENT} It does not hold the key of this address; a hardware wallet must be connected and unlocked.`,
  },
  2: {
    tone: "stopped",
    title: "This address is not a key's",
    text: `${NOTHING_SENT} It belongs to a script. Choose the account that holds your approver key.`,
  },
  3: DECLINED["sign-data"],
};

/** The notice for what a call of CIP-30 threw. */
export function explainWalletError(call: WalletCall, error: unknown): WalletNotice {
  const { code, info } = readError(error);
  if (code === -3) return DECLINED[call];
  const known = (call === "sign-data" ? SIGN_DATA[code ?? 0] : undefined) ?? GENERAL[code ?? 0];
  if (known) return known;
  const said = info ? ` It said: “${info.slice(0, 200)}”` : "";
  return { tone: "stopped", title: "The wallet did not answer as it should", text: `${NOTHING_SENT}${said}` };
}

function readError(error: unknown): { code: number | null; info: string | null } {
  if (typeof error !== "object" || error === null) {
    return { code: null, info: typeof error === "string" ? error : null };
  }
  const code = "code" in error && typeof error.code === "number" ? error.code : null;
  const info = "info" in error ? error.info : "message" in error ? error.message : null;
  return { code, info: typeof info === "string" && info !== "" ? info : null };
}
