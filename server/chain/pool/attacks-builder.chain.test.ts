import { describe, expect, it } from "vitest";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { Expected } from "@/server/domain/verifier/expected";
import { verifyTransaction } from "@/server/domain/verifier/verify";
import { runningOf } from "@/server/services/pool/what-is-expected";
import { depositDraft } from "@/server/testing/contract/deposit-draft";
import { signedDraft, type TestDraft } from "@/server/testing/contract/mutant";
import { withOutput } from "@/server/testing/contract/mutations";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, SETTINGS, STRANGER } from "@/server/testing/contract/pool-terms";
import { cancelDraft, cancelOf, POOL_TERMS } from "@/server/testing/contract/valid-drafts";
import { expectAccepted } from "@/server/testing/contract/verdicts";
import { walletOutput } from "@/server/testing/contract/world";

/*
 * What the contract and the ledger take, and nobody has approved: a builder (a library of it) that was tampered with
 * gives it to those who sign. What stops it is the verifier of final bytes.
 */

function verified(draft: TestDraft, meant: object): string {
  const cbor = signedDraft(draft);
  const running = runningOf(POOL_TERMS, transactionId(Buffer.from(cbor, "hex")), START_SLOT);
  const expected = { ...running, pool: POOL_TERMS.pool.output, ...meant } as Expected;
  return verifyTransaction(cbor, expected, { signed: true }).join("\n");
}

const CANCEL = cancelOf(POOL_TERMS.pool.datum);
const asCancel = (draft: TestDraft) => verified(draft, { kind: "spend", redeemer: CANCEL, payouts: [] });

describe("attacks by what builds", () => {
  it("stolen change: what a depositor gets back goes to a stranger", () => {
    const act = { kind: "deposit", settings: SETTINGS, approvals: [] } as const;
    const amount = { lovelace: 5_000_000n, tokens: 0n };
    const wallet = walletOutput(OPERATOR, 90_000_000n);
    const draft = depositDraft(POOL_TERMS, act, amount, wallet);
    const meant = { kind: "deposit", redeemer: act, amount, funding: [wallet], changeAddress: OPERATOR.address };
    expect(verified(draft, meant)).not.toMatch(/the change/);
    const stolen = withOutput(1, () => ({ address: STRANGER.address }))(draft);
    expectAccepted(stolen);
    expect(verified(stolen, meant)).toMatch(/^output 1 \(the change\): address: is/m);
  });

  it("overpaid fee: more than the ledger wants, and less than max_fee", () => {
    const dearer = (draft: TestDraft): TestDraft => ({ ...draft, feeLovelace: draft.feeLovelace + 5_000_000n });
    const draft = withOutput(0, (output) => ({ lovelace: output.lovelace - 5_000_000n }))(dearer(cancelDraft()));
    expectAccepted(draft);
    expect(asCancel(draft)).toMatch(/^fee: is 7500000, should be/m);
  });

  it("late landing: a Cancel that can be held back for days", () => {
    const draft = { ...cancelDraft(), validUntilSlot: START_SLOT + 200_000 };
    expectAccepted(draft);
    expect(asCancel(draft)).toMatch(/^it can land until slot \d+, more than 30 minutes from now$/m);
  });

  it("unasked signatory: a key signs what is not its affair", () => {
    const draft = { ...cancelDraft(), signatories: [STRANGER.hash] };
    expectAccepted(draft);
    expect(asCancel(draft)).toMatch(/^signatories: is \w+, should be none$/m);
  });

  it("treasury value: a field that some ledgers judge and others do not read", () => {
    const draft: TestDraft = { ...cancelDraft(), alter: (body) => body.set_current_treasury_value(0n) };
    expect(asCancel(draft)).toMatch(/^the bytes cannot be read: the body has field 21, which none of ours has$/);
  });
});
