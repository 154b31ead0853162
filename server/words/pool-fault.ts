import { showRef } from "../domain/cardano/out-ref";
import type { PoolFault, ReferenceFault, TreasuryOwner } from "../domain/contract/pool-fault";
import { formatAda } from "./format";
import { sayMoment, saySpan } from "./span";

/** What is wrong with a pool, and what to do about one that exists. Each one sentence without its full stop. */
type Said = readonly [wrong: string, next: string];

/** What is wrong with a pool that exists, and what to do. */
export function sayPoolFault(fault: PoolFault): string {
  return sayBoth(say(fault));
}

/** What is wrong with a pool that is yet to be made: what to do is to correct its file. */
export function sayDraftFault(fault: PoolFault): string {
  return `${say(fault)[0]}.`;
}

/** How a script's reference stands, and the way out. */
export function sayReference(fault: ReferenceFault): string {
  return sayBoth(referenceWords(fault));
}

const sayBoth = ([wrong, next]: Said) => `${wrong}. ${next}.`;

/** What cannot be changed, of a pool with money in it. */
const ANOTHER = "This can never be changed: have the approvers close the pool, and deploy another";
/** Where money that goes to the treasury is as good as lost. */
const NEVER = "This can never be changed: sign no Withdraw and no Close, let the pool pay out, and deploy another";
const ASK = "Ask whose it is, and try a small Withdraw first";

const change = (act: string) => `Have the approvers change it: npm run pool -- ${act}`;

function say(fault: PoolFault): Said {
  switch (fault.kind) {
    case "unsound":
      return [`The settings are wrong: ${fault.problem}`, ANOTHER];
    case "network":
      return [
        `The settings name the network ${fault.named}, but the chain source is of ${fault.expected}: every text that people sign would name the wrong network`,
        ANOTHER,
      ];
    case "endless-day":
      return [
        `A day of this pool lasts ${saySpan(fault.intervalMs)} and next ends ${sayMoment(fault.firstEndMs)}, so nobody who waits is paid`,
        ANOTHER,
      ];
    case "short-day":
      return [
        `A day of this pool lasts ${saySpan(fault.intervalMs)}, less than the ${saySpan(fault.blockMs)} between two blocks: days end faster than they can be paid`,
        ANOTHER,
      ];
    case "small-limit":
      return [
        `daily_limit: ${fault.limitLovelace} lovelace is less than the smallest payment, ${fault.smallestLovelace}, so nobody can be paid`,
        change("set-daily-limit"),
      ];
    case "no-limit":
      return [
        `A day may pay ${formatAda(fault.limitLovelace)}, more than all ADA that there is: that is no limit`,
        change("set-daily-limit"),
      ];
    case "huge-reserve":
      return [
        `The reserve of ${formatAda(fault.reserveLovelace)} leaves nothing to pay from: all ADA that there is would not be enough`,
        change("set-reserve"),
      ];
    case "huge-deposit":
      return [
        `The smallest deposit is ${formatAda(fault.leastLovelace)}, more than all ADA that there is: nobody can add money`,
        change("set-min-deposit"),
      ];
    case "late-deadline":
      return [
        `A plan stays open for at least ${saySpan(fault.minWindowMs)}, and until then only the approvers can end one that is stuck`,
        change("set-window"),
      ];
    case "no-time-to-sign":
      return [
        `maxWindowMs ${fault.problem}`,
        `Lower operations.transactionLifetimeMs, or have the approvers sign: npm run pool -- set-window`,
      ];
    case "small-fee":
      return [
        `One transaction may cost at most ${formatAda(fault.maxFeeLovelace)}, and not even a batch of one payment can be built for that: ${fault.problem}`,
        change("set-max-fee"),
      ];
    case "treasury":
      return treasuryWords(fault.owner, fault.hash);
    case "few-keys":
      return [
        `${fault.threshold} of ${fault.approvers} approvers must sign: ${lossInWords(fault.approvers - fault.threshold)}`,
        "Have them add approvers until there are two more than must sign: npm run pool -- add-approver",
      ];
    case "tokens":
      return [
        `The pool may hold prize tokens (${fault.unit}), and this version pays ADA only: tokens in it move by a Withdraw or a Close alone`,
        "Send no tokens to it",
      ];
    case "short-of-money":
      return [
        `The pool holds ${formatAda(fault.heldLovelace)}; reserve, fees and the smallest payment need ${formatAda(fault.neededLovelace)}, so nothing can be paid yet`,
        "Add money: npm run pool -- deposit",
      ];
    case "small-first-deposit":
      return [
        `deposit: ${fault.depositLovelace} lovelace cannot pay anyone; the reserve, a day's fees and the smallest payment need ${fault.neededLovelace}`,
        "Raise depositLovelace",
      ];
    case "other-operator":
      return [
        `The pool's operator is the key with the hash ${fault.pool}, and this installation has the one with ${fault.own}: it can build nothing`,
        `Set OPERATOR_KEY_FILE to that key, or have the approvers sign: npm run pool -- set-operator ${fault.own}`,
      ];
    case "other-oracle":
      return [
        `The pool's oracle is ${fault.pool}, and this installation's is ${fault.own}: no plan can be proposed`,
        `Use that key's signer, or have the approvers sign: npm run pool -- set-oracle ${fault.own}`,
      ];
    case "account":
      return [
        `The governor's reward account ${fault.account} is not registered by this source, and no pool can have been made without`,
        "Ask another source",
      ];
    case "reference":
      return referenceWords(fault);
  }
}

function referenceWords({ role, state, ref }: ReferenceFault): Said {
  const script = role === "pool" ? "the pool's script" : "the governor's script";
  const next =
    "Make new ones, which nobody can spend: npm run pool -- references --execute (with --policy ID where no database has the pool)";
  const output = ref ? `The reference output ${showRef(ref)}` : "The reference output";
  switch (state) {
    case "missing":
      return [`${output} with ${script} is not on chain, so nothing can be built`, next];
    case "spent":
      return [`${output} with ${script} was spent, so nothing can be built`, next];
    case "other-script":
      return [`${output} does not hold ${script}, so nothing can be built with it`, next];
    case "loose":
      return [`${output} with ${script} can be spent by somebody, who could stop every payout so`, next];
  }
}

function lossInWords(spare: number): string {
  if (spare === 0) return "if one key is lost, the money is locked for ever";
  return "if one key is lost, the loss of another locks the money for ever";
}

function treasuryWords(owner: TreasuryOwner, hash: string): Said {
  switch (owner) {
    case "governor":
      return [
        "The treasury is the governor's script, from which nobody can take anything: what a Withdraw or a Close sends there is lost",
        NEVER,
      ];
    case "script-with-datum":
      return [
        `The treasury is the script ${hash}, which needs a datum that the contract does not write: what a Withdraw or a Close sends there is lost`,
        NEVER,
      ];
    case "operator":
      return [
        "The treasury is the operator's own key, which lies on the server: whoever breaks into it has what a Withdraw or a Close sends there",
        NEVER,
      ];
    case "oracle":
      return [
        "The treasury is the oracle's key, so one machine holds what a Withdraw or a Close sends there",
        "Ask whether that is meant",
      ];
    case "approver":
      return [
        "The treasury is the key of one approver, who alone holds what a Withdraw or a Close sends there",
        "Ask whether that is meant",
      ];
    case "script":
      return [
        `The treasury is the Plutus script ${hash}, and only its source says whether it gives back what came without a datum`,
        ASK,
      ];
    case "unknown-script":
      return [`The treasury is the script ${hash}, which nobody has shown on chain yet`, ASK];
  }
}
