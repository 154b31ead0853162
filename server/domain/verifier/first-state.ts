import { unless } from "../problems";
import { settingsHash } from "./act-data";
import { NOTHING_LEFT } from "./after";
import type { ExpectedInit } from "./expected";
import { checkSound } from "./settings";
import { hasSigned } from "./signatures";
import type { State } from "./state";
import { line } from "./texts";

/* The pool that an Init makes: contracts/lib/redeemers/init.ak. */

export function firstState({ act, operator, maxFeeLovelace }: ExpectedInit, lower: bigint): State {
  const { settings } = act;
  return {
    settings: settingsHash(settings),
    operator,
    maxFee: maxFeeLovelace,
    nonce: 0n,
    plan: "00".repeat(32),
    // The day that runs is the first that can be committed.
    lastDay: lower / BigInt(settings.intervalMs) - 1n,
    lastPayout: 0n,
    status: NOTHING_LEFT,
  };
}

/** The settings are sound, and the oracle and every approver have signed their hash for this very pool. */
export function checkInit({ act, operator, maxFeeLovelace, policyId }: ExpectedInit): string[] {
  const { settings, oracleConsent, approverConsents } = act;
  const { network, oracle, approvers } = settings;
  const text = (role: string) => line(network, `enroll ${role} settings ${settingsHash(settings)} pool ${policyId}`);
  const consents = [oracleConsent, ...approverConsents];
  return [
    ...checkSound(settings, operator, maxFeeLovelace, policyId),
    ...unless(consents.length === approvers.length + 1, "there is not one consent for each approver"),
    ...[oracle, ...approvers].flatMap((key, place) => {
      const consent = consents[place];
      const role = place === 0 ? "oracle" : "approver";
      return unless(
        consent !== undefined && hasSigned(key, consent, text(role)),
        `${key} has not signed "${text(role)}"`,
      );
    }),
  ];
}
