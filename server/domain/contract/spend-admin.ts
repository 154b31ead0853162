import { unless } from "../problems";
import { changeText, closeText, withdrawText } from "./act-text";
import type { CloseRedeemer, UpdateSettingsRedeemer, WithdrawRedeemer } from "./acts";
import { NO_AMOUNT, subtractAmounts } from "./amount";
import { changedDatum, changedSettings, checkChange, checkConsent } from "./change";
import { hashSettings } from "./settings";
import { afterFee, checkApprovals, checkReveal, type Outcome, refuse, type Spend } from "./spend";

/* What the approvers do with the pool itself. Rules: contracts/lib/redeemers/{update_settings,withdraw,close}.ak. */

export function updateSettings(spend: Spend, redeemer: UpdateSettingsRedeemer): Outcome {
  const { datum } = spend;
  if (datum.status.kind !== "idle") return refuse(spend, PAYING);
  const { settings, change, approvals } = redeemer;
  const said = saying(() => changeText({ ...actOf(spend, settings), settings, change }));
  if ("problem" in said) return refuse(spend, said.problem);
  const problems = [...checkReveal(datum, settings), ...checkChange(settings, datum, change)];
  const unsigned = [...checkApprovals(settings, approvals, said.text), ...checkConsent(change, said.text)];
  const changed = changedDatum(datum, change);
  const settingsHash = hashSettings(changedSettings(settings, change));
  return {
    datum: { ...changed, settingsHash, nonce: datum.nonce + 1 },
    held: afterFee(spend),
    problems,
    unsigned,
  };
}

export function withdraw(spend: Spend, { settings, amount, approvals }: WithdrawRedeemer): Outcome {
  const { datum, prizeAsset } = spend;
  if (datum.status.kind !== "idle") return refuse(spend, PAYING);
  const said = saying(() => withdrawText({ ...actOf(spend, settings), amount, prizeAsset }));
  if ("problem" in said) return refuse(spend, said.problem);
  const held = subtractAmounts(afterFee(spend), amount);
  const { reserveLovelace } = settings;
  const problems = [
    ...checkReveal(datum, settings),
    ...unless(amount.lovelace > 0n && amount.tokens >= 0n, "a Withdraw takes some lovelace"),
    ...unless(
      held.lovelace >= reserveLovelace,
      `the pool would keep ${held.lovelace} lovelace; its reserve is ${reserveLovelace}`,
    ),
    ...unless(held.tokens >= 0n, `the pool has ${spend.held.tokens} tokens`),
  ];
  const unsigned = checkApprovals(settings, approvals, said.text);
  return { datum: { ...datum, nonce: datum.nonce + 1 }, held, toTreasury: amount, problems, unsigned };
}

export function close(spend: Spend, { settings, approvals }: CloseRedeemer): Outcome {
  const { datum } = spend;
  if (datum.status.kind !== "idle") return refuse(spend, PAYING);
  const problems = [
    ...checkReveal(datum, settings),
    ...unless(datum.status.left === "", "the pool still owes what its last plan left unpaid"),
  ];
  const unsigned = checkApprovals(settings, approvals, closeText(actOf(spend, settings)));
  return { datum, held: NO_AMOUNT, toTreasury: afterFee(spend), isClosed: true, problems, unsigned };
}

const PAYING = "the pool is paying a plan: it must end first";

function actOf({ policyId, datum }: Spend, { network }: { readonly network: string }) {
  return { network, policyId, nonce: datum.nonce };
}

/** A text that cannot be made cannot be signed: its error becomes the refusal. */
function saying(make: () => string): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: make() };
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}
