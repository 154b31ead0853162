import { CML, type Script, validatorToScriptHash } from "@lucid-evolution/lucid";
import { expect } from "vitest";
import { stakeAddress } from "@/server/devnet/codec/address";
import { type AccountDraft, accountTransaction, credentialOf } from "./account-transaction";
import type { TestDevnet } from "./harness";
import { ALWAYS_TRUE } from "./scripts";

/* The reward account of a script that agrees to everything, and what is done to it. */

const { Cert, Reward } = CML.RedeemerTag;

export const SCRIPT = ALWAYS_TRUE.PlutusV3;
export const SCRIPT_HASH = validatorToScriptHash(SCRIPT);
export const CREDENTIAL = credentialOf(SCRIPT);
export const ADDRESS = stakeAddress(0, { script: true, hash: SCRIPT_HASH });
export const DEPOSIT = 2_000_000n;

/** By the old certificate, which needs no witness. */
export function register(credential = CREDENTIAL): AccountDraft {
  return { certificates: [CML.Certificate.new_stake_registration(credential)], depositLovelace: DEPOSIT };
}

/** By Conway's certificate, which its script must agree to. */
export function registerByScript(script: Script = SCRIPT, depositLovelace = DEPOSIT): AccountDraft {
  return {
    certificates: [CML.Certificate.new_reg_cert(credentialOf(script), depositLovelace)],
    depositLovelace,
    redeemers: [{ tag: Cert, index: 0 }],
    scripts: [script],
  };
}

export function unregister(): AccountDraft {
  return {
    certificates: [CML.Certificate.new_unreg_cert(CREDENTIAL, DEPOSIT)],
    depositLovelace: -DEPOSIT,
    redeemers: [{ tag: Cert, index: 0 }],
    scripts: [SCRIPT],
  };
}

export function withdraw(lovelace: bigint, script: Script = SCRIPT): AccountDraft {
  return {
    withdrawals: [{ credential: credentialOf(script), lovelace }],
    redeemers: [{ tag: Reward, index: 0 }],
    scripts: [script],
  };
}

/** Submits and mines; answers the id. */
export async function take(devnet: TestDevnet, draft: AccountDraft): Promise<string> {
  const answer = await devnet.submit((await accountTransaction(devnet, draft)).bytes);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  await devnet.control.mine();
  return String(answer.body);
}

export async function refuse(devnet: TestDevnet, draft: AccountDraft, words: RegExp): Promise<void> {
  const answer = await devnet.submit((await accountTransaction(devnet, draft)).bytes);
  expect(answer.status, JSON.stringify(answer.body)).toBe(400);
  expect(JSON.stringify(answer.body)).toMatch(words);
}
