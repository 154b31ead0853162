import type { Change, CommitRedeemer } from "../contract/acts";
import type { Amount } from "../contract/amount";
import type { PrizeAsset, Settings } from "../contract/types";
import type { Hex } from "../units";

/* What people have signed: contracts/lib/text.ak. A RangeError says what nobody can sign. */

const LONGEST = 198;

export function line(network: string, ...parts: string[]): string {
  const text = ["Daily Prize Oracle", network, ...parts].join(" ");
  if (text.length > LONGEST) throw new RangeError(`the text has ${text.length} bytes, more than ${LONGEST}: ${text}`);
  return text;
}

export function decimal(value: bigint | number): string {
  if (value < 0) throw new RangeError(`${value} is below 0, which no text can say`);
  return `${value}`;
}

export function amountWords({ lovelace, tokens }: Amount, asset: PrizeAsset | null): string {
  const ada = `${decimal(lovelace)} lovelace`;
  if (tokens === 0n) return ada;
  if (!asset) throw new RangeError(`${tokens} tokens are named, and the pool has no prize asset`);
  return `${ada} ${decimal(tokens)} ${asset.label}`;
}

type Plan = Pick<CommitRedeemer, "day" | "total" | "outputs" | "deadlineMs"> & { readonly settings: Settings };

/** `verb` is what is done, `last` what binds the text: the plan or the tail. */
export function planLine(verb: string, { settings, day, total, outputs, deadlineMs }: Plan, last: string): string {
  const amount = amountWords(total, settings.prizeAsset);
  const paid = `pay ${amount} to ${decimal(outputs)} outputs before ${decimal(deadlineMs)}`;
  return line(settings.network, `${verb} day ${decimal(day)} ${paid} ${last}`);
}

/** What binds the text of an act. */
export type Bound = { readonly network: string; readonly nonce: bigint; readonly policyId: Hex };

export function actLine({ network, nonce, policyId }: Bound, effect: string): string {
  return line(network, effect, `nonce ${decimal(nonce)} pool ${policyId}`);
}

/** `changed` are the settings after the change. */
export function changeWords(settings: Settings, changed: Settings, change: Change): string {
  const quorum = `threshold ${decimal(changed.threshold)} of ${changed.approvers.length}`;
  switch (change.kind) {
    case "addApprover":
      return `add approver ${change.key} ${quorum}`;
    case "dropApprover":
      return `drop approver ${change.key} ${quorum}`;
    case "setThreshold":
      return `set ${quorum}`;
    case "setOracle":
      return `set oracle ${change.key}`;
    case "setOperator":
      return `set operator ${change.operator}`;
    case "setMaxFee":
      return `set max fee ${decimal(change.maxFeeLovelace)} lovelace`;
    case "setDailyLimit":
      return `set daily limit ${limitWords(settings, change.limit, settings.dailyLimit)}`;
    case "setMinGap":
      return `set min gap ${decimal(change.minGapMs)} ms`;
    case "setWindow":
      return `set window ${decimal(change.minWindowMs)} to ${decimal(change.maxWindowMs)} ms`;
    case "setReserve":
      return `set reserve ${decimal(change.reserveLovelace)} lovelace`;
    case "setMinDeposit":
      return `set min deposit ${limitWords(settings, change.minDeposit, settings.minDeposit)}`;
  }
}

function limitWords({ prizeAsset }: Settings, { lovelace, tokens }: Amount, current: Amount): string {
  if (prizeAsset) return `${decimal(lovelace)} lovelace ${decimal(tokens)} ${prizeAsset.label}`;
  if (tokens !== current.tokens) throw new RangeError("the pool has no prize asset, so no limit of it can change");
  return `${decimal(lovelace)} lovelace`;
}
