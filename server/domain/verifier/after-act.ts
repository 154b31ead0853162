import type {
  CancelRedeemer,
  Change,
  CloseRedeemer,
  DepositRedeemer,
  UpdateSettingsRedeemer,
  WithdrawRedeemer,
} from "../contract/acts";
import type { Amount } from "../contract/amount";
import type { Settings } from "../contract/types";
import { unless } from "../problems";
import { settingsHash } from "./act-data";
import { type After, checkFee, checkReveal, type Moment, NOTHING_LEFT, rest, stopped } from "./after";
import { checkSound, settingsAfter } from "./settings";
import { checkApprovals, hasSigned } from "./signatures";
import { actLine, amountWords, changeWords } from "./texts";

/* What the approvers do, and deposits: contracts/lib/redeemers/{cancel,update_settings,withdraw,close,deposit}.ak. */

export function afterCancel(moment: Moment, { settings, approvals }: CancelRedeemer): After {
  const { state } = moment.before;
  const text = textOf(moment, settings, `cancel plan ${state.plan}`);
  const problems = [...checkAct(moment, settings), ...checkApprovals(settings, approvals, text)];
  const next = { ...state, nonce: state.nonce + 1n, status: stopped(state.status) };
  return { state: next, held: rest(moment), treasury: null, problems };
}

export function afterUpdate(moment: Moment, { settings, change, approvals }: UpdateSettingsRedeemer): After {
  const { policyId, state } = moment.before;
  const changed = settingsAfter(settings, change);
  const operator = change.kind === "setOperator" ? change.operator : state.operator;
  const maxFee = change.kind === "setMaxFee" ? change.maxFeeLovelace : state.maxFee;
  const text = textOf(moment, settings, changeWords(settings, changed, change));
  const problems = [
    ...checkIdle(moment),
    ...checkAct(moment, settings),
    ...checkApprovals(settings, approvals, text),
    ...checkConsent(change, text),
    ...checkSound(changed, operator, maxFee, policyId),
  ];
  const next = { ...state, settings: settingsHash(changed), operator, maxFee, nonce: state.nonce + 1n };
  return { state: next, held: rest(moment), treasury: null, problems };
}

/** Of the owner of a new key. A new operator signs the transaction. */
function checkConsent(change: Change, text: string): string[] {
  if (change.kind !== "addApprover" && change.kind !== "setOracle") return [];
  return unless(hasSigned(change.key, change.consent, text), `${change.key} has not signed "${text}"`);
}

export function afterWithdraw(moment: Moment, { settings, amount, approvals }: WithdrawRedeemer): After {
  const { state } = moment.before;
  const text = textOf(moment, settings, `withdraw ${amountWords(amount, settings.prizeAsset)} to treasury`);
  const held = rest(moment, amount);
  const problems = [
    ...checkIdle(moment),
    ...checkAct(moment, settings),
    ...checkApprovals(settings, approvals, text),
    ...unless(amount.lovelace > 0n && amount.tokens >= 0n, "a Withdraw takes some lovelace"),
    ...unless(held.lovelace >= settings.reserveLovelace && held.tokens >= 0n, "the pool would not keep its reserve"),
  ];
  return { state: { ...state, nonce: state.nonce + 1n }, held, treasury: amount, problems };
}

export function afterClose(moment: Moment, { settings, approvals }: CloseRedeemer): After {
  const problems = [
    ...checkIdle(moment),
    ...checkAct(moment, settings),
    ...unless(moment.before.state.status.commitment === "", "the pool owes what its last plan has left"),
    ...checkApprovals(settings, approvals, textOf(moment, settings, "close")),
  ];
  return { state: null, held: NOTHING_LEFT.remaining, treasury: rest(moment), problems };
}

/** The depositor pays the fee. Without approvals the operator signs. */
export function afterDeposit(moment: Moment, { settings, approvals }: DepositRedeemer, amount: Amount): After {
  const { before, rewards } = moment;
  const { minDeposit, prizeAsset } = settings;
  const isEnough = amount.lovelace >= minDeposit.lovelace || amount.tokens >= minDeposit.tokens;
  const text = () => textOf(moment, settings, `deposit ${amountWords(amount, prizeAsset)}`);
  const problems = [
    ...checkReveal(moment, settings),
    ...checkFee(moment, false),
    ...unless(amount.lovelace >= 0n && amount.tokens >= 0n && isEnough, "the deposit is too small"),
    ...(approvals.length > 0 ? checkApprovals(settings, approvals, text()) : []),
  ];
  const { lovelace, tokens } = before.held;
  const held = { lovelace: lovelace + amount.lovelace + rewards, tokens: tokens + amount.tokens };
  return { state: before.state, held, treasury: null, problems };
}

function textOf({ before }: Moment, { network }: Settings, effect: string): string {
  return actLine({ network, nonce: before.state.nonce, policyId: before.policyId }, effect);
}

const checkAct = (moment: Moment, settings: Settings): string[] => [
  ...checkReveal(moment, settings),
  ...checkFee(moment, true),
];

const checkIdle = ({ before }: Moment): string[] =>
  unless(before.state.status.deadline === null, "the pool is paying a plan, which must end first");
