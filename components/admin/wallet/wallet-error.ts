import { walletTexts as texts } from "@/components/messages/wallet";

/*
 * The meaning of a wallet's refusal depends on the call and the code: CIP-30 numbers its errors by call, and the same
 * number means different things (APIError -1 to -4, DataSignError 1 to 3).
 */

export type WalletCall = "enable" | "sign-data";

/** "neutral" for the person's own decision, which is not an error. */
export type WalletNotice = {
  readonly tone: "neutral" | "stopped";
  readonly title: string;
  readonly text: string;
  /** Asking again in another way would not help. */
  readonly isFinal?: boolean;
};

const declined = (call: WalletCall): WalletNotice => ({ tone: "neutral", ...texts.declined[call] });
const stopped = (words: { title: string; text: string }): WalletNotice => ({ tone: "stopped", ...words });

const GENERAL: Record<number, WalletNotice> = {
  [-1]: stopped(texts.badRequest),
  [-2]: stopped(texts.internal),
  [-4]: { ...stopped(texts.accountChanged), isFinal: true },
};

const SIGN_DATA: Record<number, WalletNotice> = {
  1: stopped(texts.noProof),
  2: stopped(texts.scriptAddress),
  3: declined("sign-data"),
};

/** Codes differ between wallets, and some give none. */
const DECLINED = /\b(user|you)\b.*\b(declin|cancel|reject|den(y|ied)|abort)|^(declined|cancell?ed|rejected)\b/i;

/** The notice for an error of a CIP-30 call. */
export function explainWalletError(call: WalletCall, error: unknown): WalletNotice {
  const { code, info } = readError(error);
  if (code === -3 || (info !== null && DECLINED.test(info))) return declined(call);
  const known = (call === "sign-data" ? SIGN_DATA[code ?? 0] : undefined) ?? GENERAL[code ?? 0];
  if (known) return known;
  const { title, text } = texts.unexpected;
  return stopped({ title, text: info ? text(info.slice(0, 200)) : texts.nothingSent });
}

function readError(error: unknown): { code: number | null; info: string | null } {
  if (typeof error !== "object" || error === null) {
    return { code: null, info: typeof error === "string" ? error : null };
  }
  const code = "code" in error && typeof error.code === "number" ? error.code : null;
  const info = "info" in error ? error.info : "message" in error ? error.message : null;
  return { code, info: typeof info === "string" && info !== "" ? info : null };
}
