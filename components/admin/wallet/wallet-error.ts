import { walletTexts as texts } from "@/components/messages/wallet";

/*
 * The meaning of a wallet's refusal depends on the call and the code: CIP-30 numbers its errors by call, and the same
 * number means different things (APIError -1 to -4, DataSignError 1 to 3, TxSignError 1 and 2).
 */

/** What the wallet is asked to do, which decides what else can be done where it does not. */
export type WalletUse = "sign-text" | "pay";
export type WalletCall = "enable" | "read" | "sign";

/** "neutral" for the person's own decision, which is not an error. */
export type WalletNotice = {
  readonly tone: "neutral" | "stopped";
  readonly title: string;
  readonly text: string;
  /** Asking again in another way would not help. */
  readonly isFinal?: boolean;
};

const ACCOUNT_CHANGED = -4;
const REFUSED = -3;
/** Names of what is said for a code, whatever was called. */
const GENERAL: Readonly<Record<number, keyof (typeof texts.errors)[WalletUse]>> = {
  [-1]: "badRequest",
  [-2]: "internal",
  [ACCOUNT_CHANGED]: "accountChanged",
};
const SIGNING = {
  "sign-text": { 1: "noProof", 2: "scriptAddress", 3: "declined" },
  pay: { 1: "noProof", 2: "declined" },
} as const satisfies Record<WalletUse, Record<number, string>>;

/** Codes differ between wallets, and some give none. */
const DECLINED = /\b(user|you)\b.*\b(declin|cancel|reject|den(y|ied)|abort)|^(declined|cancell?ed|rejected)\b/i;

/** The notice for an error of a CIP-30 call. */
export function explainWalletError(call: WalletCall, use: WalletUse, error: unknown): WalletNotice {
  const { code, info } = readError(error);
  const errors = texts.errors[use];
  const signing: Readonly<Record<number, string>> = call === "sign" ? SIGNING[use] : {};
  const own = code === null ? undefined : signing[code];
  if (code === REFUSED || own === "declined" || (info !== null && DECLINED.test(info))) {
    return { tone: "neutral", ...(call === "sign" ? texts.declined.sign : texts.declined.enable) };
  }
  if (own === "noProof" || own === "scriptAddress") return { tone: "stopped", ...errors[own] };
  const general = code === null ? undefined : GENERAL[code];
  if (general) return { tone: "stopped", ...errors[general], ...(isAccountChange(error) && { isFinal: true }) };
  const { title, text } = texts.unexpected;
  return { tone: "stopped", title, text: info ? text(info.slice(0, 200)) : texts.nothingSent };
}

/** After it nothing is answered until the wallet is connected again (CIP-30). */
export const isAccountChange = (error: unknown): boolean => readError(error).code === ACCOUNT_CHANGED;

function readError(error: unknown): { code: number | null; info: string | null } {
  if (typeof error !== "object" || error === null) {
    return { code: null, info: typeof error === "string" ? error : null };
  }
  const code = "code" in error && typeof error.code === "number" ? error.code : null;
  const info = "info" in error ? error.info : "message" in error ? error.message : null;
  return { code, info: typeof info === "string" && info !== "" ? info : null };
}
