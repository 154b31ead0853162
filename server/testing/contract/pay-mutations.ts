import type { TransactionDraft } from "@/server/chain/transaction/draft";
import { makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { encodeRedeemer } from "@/server/domain/contract/redeemer";
import type { Mutation } from "./mutant";
import { withOutput } from "./mutations";
import { OPERATOR, PRIZE_UNIT, STRANGER } from "./pool-terms";
import { AFTER, PAY, TERMS } from "./valid-pay";
import { walletOutput } from "./world";

export const withRedeemer =
  (change: Partial<typeof PAY> | { total: { lovelace: bigint; tokens: bigint } }): Mutation =>
  (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((redeemer) => ({
      ...redeemer,
      data: encodeRedeemer({ ...PAY, ...change }),
    })),
  });

export const extraOutput = {
  address: STRANGER.address,
  lovelace: 2_000_000n,
  assets: {},
  inlineDatum: null,
  referenceScript: null,
};
const without = <T>(list: readonly T[], index: number) => list.filter((_, i) => i !== index);
export const swapStake = (address: string) => {
  const parsed = parseAddress(address);
  if ("problem" in parsed || parsed.kind !== "base") throw new Error("a base address was wanted");
  return makeAddress(0, parsed.payment, { kind: "key", hash: STRANGER.hash });
};
export const status = AFTER.status.kind === "paying" ? AFTER.status : null;
const stranger = walletOutput(STRANGER, 50_000_000n);
/** A bare send to the script's address, with a datum but no token. */
const bare = {
  ...walletOutput(OPERATOR, 50_000_000n),
  address: TERMS.script.address,
  inlineDatum: TERMS.pool.output.inlineDatum,
};

export function swap<T>(list: readonly T[], a: number, b: number): T[] {
  return list.map((item, i) => list[i === a ? b : i === b ? a : i] ?? item);
}

/** Drops the last payout and leaves its value in the pool. */
export function dropPayout(draft: TransactionDraft): TransactionDraft {
  const last = draft.outputs.at(-1);
  if (!last) return draft;
  const kept = { ...draft, outputs: without(draft.outputs, draft.outputs.length - 1) };
  return withOutput(0, ({ lovelace, assets }) => ({
    lovelace: lovelace + last.lovelace,
    assets: { ...assets, [PRIZE_UNIT]: (assets[PRIZE_UNIT] ?? 0n) + (last.assets[PRIZE_UNIT] ?? 0n) },
  }))(kept);
}

/** Adds an output at the cost of the pool. */
export function moveOut(draft: TransactionDraft, output: typeof extraOutput): TransactionDraft {
  const paid = withOutput(0, ({ lovelace }) => ({ lovelace: lovelace - output.lovelace }))(draft);
  return { ...paid, outputs: [...paid.outputs, output] };
}

/** Another fee, at the cost of the pool. */
export function feeOf(draft: TransactionDraft, feeLovelace: bigint): TransactionDraft {
  const more = feeLovelace - draft.feeLovelace;
  return { ...withOutput(0, ({ lovelace }) => ({ lovelace: lovelace - more }))(draft), feeLovelace };
}

/** A token of the same name under a policy that anyone can mint with. */
export function forgedToken(draft: TransactionDraft): TransactionDraft {
  const forge = (assets: Readonly<Record<string, bigint>>) => {
    const { [TERMS.script.stateToken]: _, ...rest } = assets;
    return { ...rest, [`${"ef".repeat(28)}504f4f4c`]: 1n };
  };
  const forged = withOutput(0, ({ assets }) => ({ assets: forge(assets) }))(draft);
  return { ...forged, inputs: draft.inputs.map((input) => ({ ...input, assets: forge(input.assets) })) };
}

export function feeFrom(draft: TransactionDraft): TransactionDraft {
  const richer = withOutput(0, ({ lovelace }) => ({ lovelace: lovelace + stranger.lovelace }))(draft);
  return { ...richer, inputs: [...draft.inputs, stranger] };
}

export function strangeAsset(draft: TransactionDraft): TransactionDraft {
  const unit = `${"cd".repeat(28)}00`;
  const giver = walletOutput(STRANGER, 50_000_000n, { [unit]: 7n });
  const dusted = withOutput(0, ({ lovelace, assets }) => ({
    lovelace: lovelace + giver.lovelace,
    assets: { ...assets, [unit]: 7n },
  }))(draft);
  return { ...dusted, inputs: [...draft.inputs, giver] };
}

/** One batch, two outputs of the script spent: the second's value would go to the thief. */
export function doubleSatisfaction(draft: TransactionDraft): TransactionDraft {
  const spend = {
    purpose: { kind: "spend", ref: bare.ref } as const,
    data: encodeRedeemer(PAY),
    units: { mem: 0n, steps: 0n },
  };
  return {
    ...draft,
    inputs: [...draft.inputs, bare],
    outputs: [...draft.outputs, { ...extraOutput, lovelace: bare.lovelace }],
    redeemers: [...draft.redeemers, spend],
  };
}
