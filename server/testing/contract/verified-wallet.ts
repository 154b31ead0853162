import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { buildInit } from "@/server/chain/pool/build-init";
import { buildReferenceScripts } from "@/server/chain/pool/build-reference-scripts";
import { depositText } from "@/server/domain/contract/act-text";
import type { Approval } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { groundOf, readingOf, runningOf } from "@/server/services/pool/what-is-expected";
import type { TestKey } from "./keys";
import { IDLE, SHIPPED, TRACED } from "./mutant-pool";
import { consents, START_SLOT } from "./pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET, PRIZE_UNIT, SETTINGS, STRANGER, TERMS } from "./pool-terms";
import { approvedBy } from "./valid-drafts";
import { REWARDS, termsIn, type Verified } from "./verified";
import { CHAIN_TERMS, sign, walletOutput } from "./world";

/* The same of what a wallet pays for: deposits and a deployment. */

const OTHER_UNIT = `${"cd".repeat(28)}01`;
const AMOUNT = { lovelace: 30_000_000n, tokens: 300n };

/** By the operator, whose signature is the consent; or by a stranger with the approvers'. */
export function deposit(by: TestKey = OPERATOR, amount = AMOUNT): Verified {
  const terms = { ...termsIn(IDLE), validFromSlot: null };
  const bound = { network: SETTINGS.network, policyId: TRACED.policyId, nonce: IDLE.nonce };
  const approvals: readonly Approval[] =
    by === OPERATOR ? [] : approvedBy(depositText({ ...bound, amount, prizeAsset: PRIZE_ASSET }));
  const funding = [
    walletOutput(by, 25_000_000n, { [PRIZE_UNIT]: 400n, [OTHER_UNIT]: 3n }),
    walletOutput(by, 90_000_000n),
  ];
  const changeAddress = by.address;
  const built = buildDeposit(terms, { settings: SETTINGS, amount, funding, changeAddress, approvals });
  const expected = {
    kind: "deposit",
    ...runningOf(terms, built.txHash, START_SLOT),
    pool: terms.pool.output,
    redeemer: { kind: "deposit", settings: SETTINGS, approvals },
    amount,
    funding,
    changeAddress,
  } as const;
  return { name: by === STRANGER ? "Deposit by a stranger" : "Deposit", built, signed: sign(built, KEYS), expected };
}

const FRAME = {
  script: TRACED,
  chain: CHAIN_TERMS,
  changeAddress: OPERATOR.address,
  validUntilSlot: START_SLOT + 60,
};

export function scripts(opensAccount = true): Verified {
  const { wallet, largest } = deployersWallet();
  // The build with traces fits into no transaction.
  const frame = { ...FRAME, script: SHIPPED };
  const built = buildReferenceScripts({ ...frame, funding: [largest], opensAccount });
  const ground = groundOf(frame, built.txHash, START_SLOT);
  const paid = { wallet, changeAddress: OPERATOR.address, pays: { kind: "deployment" } } as const;
  const expected = { kind: "scripts", ...ground, ...paid, opensAccount } as const;
  return {
    name: `Reference scripts${opensAccount ? "" : " of a second pool"}`,
    built,
    signed: sign(built, KEYS),
    expected,
  };
}

/** What somebody needs who deploys: collateral, seed, and what pays for the scripts. */
function deployersWallet() {
  const seed: TxOutput = { ...walletOutput(OPERATOR, 10_000_000n), ref: TRACED.seed };
  const [collateral, largest] = [walletOutput(OPERATOR, 20_000_000n), walletOutput(OPERATOR, 900_000_000n)];
  return { wallet: [largest, seed, collateral], seed, collateral, largest };
}

export function init(): Verified {
  const { wallet, seed, collateral } = deployersWallet();
  const { referenceScripts } = termsIn(IDLE);
  const basis = { ...FRAME, referenceScripts, collateral, rewardsLovelace: REWARDS };
  const givenBack = walletOutput(OPERATOR, 600_000_000n, { [PRIZE_UNIT]: 1_000n });
  const deposit = { lovelace: 500_000_000n, tokens: 70n };
  const paid = { funding: [givenBack], seed, deposit };
  const consented = consents(TERMS.settings, TRACED);
  const built = buildInit({ ...basis, ...paid, ...consented, terms: TERMS, validFromSlot: START_SLOT });
  const expected = {
    kind: "init",
    ...readingOf(basis, built.txHash, START_SLOT),
    ...{ wallet, changeAddress: OPERATOR.address, givenBack, deposit },
    act: { kind: "init", settings: TERMS.settings, ...consented },
    operator: TERMS.operator,
    maxFeeLovelace: TERMS.maxFeeLovelace,
  } as const;
  return { name: "Init", built, signed: sign(built, KEYS), expected };
}
