import { changeText } from "@/server/domain/contract/act-text";
import type { Change } from "@/server/domain/contract/acts";
import type { Settings } from "@/server/domain/contract/types";
import { signRaw, type TestKey } from "../keys";
import { NEXT_OPERATOR, OPERATOR, ORACLE, STRANGER } from "../pool-terms";
import { NOTHING } from "./acts";
import { FEE, type MakeAttempt } from "./attempt";
import { isPaying, type PoolModel, without } from "./pool-model";
import { approve, CANDIDATES, isGood, type Quality } from "./signatures";

/** A change in the model's own words: which key, which number. */
export type ChangeTerms = {
  readonly what: "add" | "drop" | "threshold" | "operator" | "max fee" | "reserve" | "gap";
  readonly who: number;
  readonly number: number;
  readonly quality: Quality;
  readonly defect: "none" | "no consent" | "other than signed";
};

type Changed = {
  readonly change: Change;
  readonly next: PoolModel;
  readonly isSound: boolean;
  readonly newOperator?: TestKey;
};

export function update(policyId: string, terms: ChangeTerms): MakeAttempt {
  return (model, _now, signedFor) => {
    const { settings } = model;
    const textOf = (change: Change) =>
      changeText({ network: settings.network, policyId, nonce: signedFor.nonce, settings, change });
    const { change, next, isSound, newOperator } = changedBy(model, terms, textOf);
    const otherwise = changedBy(model, { ...terms, number: terms.number + 1, who: terms.who + 1 }, textOf).change;
    const isOther = terms.defect === "other than signed";
    if (isOther && textOf(otherwise) === textOf(change)) return null;
    const text = textOf(isOther ? otherwise : change);
    const needsConsent = terms.what === "add" || terms.what === "operator";
    const isUnconsented = terms.defect === "no consent" && needsConsent;
    return {
      redeemer: { kind: "updateSettings", settings, change, approvals: approve(model, text, terms.quality) },
      next: { ...without(next, NOTHING, FEE), nonce: model.nonce + 1 },
      signatories: newOperator && !isUnconsented ? [newOperator.hash] : [],
      feeLovelace: FEE,
      isAllowed:
        !isPaying(model) &&
        isSound &&
        !isOther &&
        !isUnconsented &&
        isGood(terms.quality) &&
        model.nonce === signedFor.nonce,
    };
  };
}

function changedBy(model: PoolModel, terms: ChangeTerms, textOf: (change: Change) => string): Changed {
  const { settings } = model;
  const { approvers, threshold } = settings;
  const { what, number } = terms;
  const key = pick(CANDIDATES, terms.who);
  const withSettings = (change: Partial<Settings>) => ({ ...model, settings: { ...settings, ...change } });
  switch (what) {
    case "add": {
      const wanted = 1 + (number % 6);
      const plain = {
        kind: "addApprover",
        key: key.publicKey,
        threshold: wanted,
        consent: { kind: "raw", signature: "" },
      } as const;
      const consent = signRaw(terms.defect === "no consent" ? STRANGER : key, textOf(plain));
      const isNew = !approvers.includes(key.publicKey);
      const after = isNew ? [...approvers, key.publicKey].sort() : approvers;
      return {
        change: { ...plain, consent },
        next: withSettings({ approvers: after, threshold: wanted }),
        isSound: isNew && wanted <= approvers.length + 1,
      };
    }
    case "drop": {
      const wanted = 1 + (number % 4);
      return {
        change: { kind: "dropApprover", key: key.publicKey, threshold: wanted },
        next: withSettings({
          approvers: approvers.filter((one) => one !== key.publicKey),
          threshold: wanted,
        }),
        isSound: approvers.includes(key.publicKey) && wanted <= approvers.length - 1,
      };
    }
    case "threshold": {
      const wanted = number % 6;
      return {
        change: { kind: "setThreshold", threshold: wanted },
        next: withSettings({ threshold: wanted }),
        isSound: wanted >= 1 && wanted <= approvers.length,
      };
    }
    case "operator": {
      const operator = pick([OPERATOR, NEXT_OPERATOR, ORACLE], number);
      return {
        change: { kind: "setOperator", operator: operator.hash },
        next: { ...model, operator },
        isSound: operator !== ORACLE,
        newOperator: operator,
      };
    }
    case "max fee": {
      const maxFeeLovelace = pick([3_000_000n, 4_000_000n, 1_999_999n, 10_000_001n], number);
      return {
        change: { kind: "setMaxFee", maxFeeLovelace },
        next: { ...model, maxFeeLovelace },
        isSound: maxFeeLovelace >= 2_000_000n && maxFeeLovelace <= 10_000_000n,
      };
    }
    case "reserve": {
      const reserveLovelace = pick([5_000_000n, 900_000_000n, 4_999_999n], number);
      return {
        change: { kind: "setReserve", reserveLovelace },
        next: withSettings({ reserveLovelace }),
        isSound: reserveLovelace >= 5_000_000n,
      };
    }
    case "gap": {
      const minGapMs = pick([20_000, 0, 30_000, 30_001], number);
      return {
        change: { kind: "setMinGap", minGapMs },
        next: withSettings({ minGapMs }),
        isSound: minGapMs * 2 <= settings.intervalMs && threshold > 0,
      };
    }
  }
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}
