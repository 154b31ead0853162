import { hexToBytes } from "@noble/hashes/utils";
import { encode } from "cborg";
import type { PoolTerms } from "../rewards/pool-terms";
import type { RewardLine } from "../rewards/reward-line";
import type { OpeningBalance } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import { divideByThreshold } from "./divide";
import { readOwner } from "./owner";

export type Place = { readonly address: string; readonly bytes: string; readonly quantity: bigint };

/** Each address's share, what was owed to it, and whether both together are paid. */
export function linesOf(
  input: {
    readonly rules: Rules;
    readonly opening: readonly OpeningBalance[];
    readonly open: readonly OpeningBalance[];
    readonly poolTerms: PoolTerms;
    readonly isClosed: boolean;
    readonly coinsPerUtxoByte: bigint;
  },
  places: ReadonlyMap<string, readonly Place[]>,
  shares: ReadonlyMap<string, bigint>,
): RewardLine[] {
  const { rules, poolTerms, coinsPerUtxoByte } = input;
  const isOurs = ownershipOf(readOwner(rules.gameAddress, rules).bytes, poolTerms.reserved);
  const rows = new Map<
    string,
    { address: string; identity: string; quantity: bigint; earned: bigint; opening: bigint; open: bigint }
  >();
  for (const [identity, share] of shares) {
    const held = places.get(identity) ?? [];
    const split = divideByThreshold(share, new Map(held.map((place) => [place.bytes, place.quantity])));
    for (const { address, bytes, quantity } of held) {
      rows.set(bytes, { address, identity, quantity, earned: split.get(bytes) ?? 0n, opening: 0n, open: 0n });
    }
  }
  const owing = [
    ...input.opening.map(({ address, lovelace }) => ({ address, opening: lovelace, open: 0n })),
    ...input.open.map(({ address, lovelace }) => ({ address, opening: 0n, open: lovelace })),
  ];
  for (const { address, opening, open } of owing) {
    const { bytes, identity } = readOwner(address, rules);
    const row = rows.get(bytes) ?? {
      address,
      identity: identity ?? "",
      quantity: 0n,
      earned: 0n,
      opening: 0n,
      open: 0n,
    };
    rows.set(bytes, { ...row, opening: row.opening + opening, open: row.open + open });
  }
  const ordered = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = ordered.map(([bytes, { address, identity, quantity, earned, opening, open }]): RewardLine => {
    const total = earned + opening + open;
    const line = { address, identity, quantity, openingLovelace: opening + open, earnedLovelace: earned };
    const carry = (reason: RewardLine["reason"]) => ({
      ...line,
      payoutLovelace: 0n,
      carriedLovelace: total,
      reason,
    });
    if (total === 0n) return carry("nothing-earned");
    if (rules.excluded.identities.includes(identity) || rules.excluded.addresses.includes(address)) {
      return carry("excluded");
    }
    if (isOurs(bytes)) return carry("reserved-address");
    if (readOwner(address, rules).unresolved !== null) return carry("unpayable-address");
    // The ledger's minimum once more, on purpose not that of server/domain/cardano/minimum-output.ts.
    const outputBytes = encode([hexToBytes(bytes), total]).length;
    if (total < BigInt(160 + outputBytes) * coinsPerUtxoByte) return carry("below-minimum");
    if (input.isClosed) return carry("day-closed");
    return { ...line, payoutLovelace: total, carriedLovelace: 0n, reason: "payable" };
  });
  const limited = payWithinLimits(lines, rules.dayLimits, poolTerms.dailyLimitLovelace);
  if (limited.some((line) => line.reason === "payable")) return limited;
  // Nothing is paid, so nothing is taken over: what is open goes out of the lines again.
  return limited.flatMap((line, at): RewardLine[] => {
    const { quantity = 0n, earned = 0n, opening = 0n, open = 0n } = ordered[at]?.[1] ?? {};
    if (open === 0n) return [line];
    if (quantity === 0n && opening === 0n) return [];
    const carriedLovelace = earned + opening;
    const reason = carriedLovelace === 0n ? "nothing-earned" : line.reason;
    return [{ ...line, openingLovelace: opening, carriedLovelace, reason }];
  });
}

/** Whether one of our hashes is in an address: after its header come 28 bytes that spend, then 28 that own. */
function ownershipOf(gameBytes: string, reserved: readonly string[]): (bytes: string) => boolean {
  const ours = new Set(reserved);
  const gameSpends = gameBytes.slice(2, 58);
  return (bytes) =>
    [bytes.slice(2, 58), bytes.slice(58)].some((hash) => ours.has(hash)) || bytes.startsWith(gameSpends, 2);
}

/** Takes the largest payable amount that still fits, again and again; the others wait. */
function payWithinLimits(
  lines: readonly RewardLine[],
  { totalLovelace, hourlyLovelace }: Rules["dayLimits"],
  contractLovelace: bigint,
): RewardLine[] {
  const waiting = new Set<string>();
  const payable = lines.flatMap(({ address, reason, payoutLovelace }, at) =>
    reason === "payable" ? [{ address, payoutLovelace, at }] : [],
  );
  payable.sort(
    (a, b) => Number(b.payoutLovelace > a.payoutLovelace) - Number(b.payoutLovelace < a.payoutLovelace) || a.at - b.at,
  );
  let total = 0n;
  for (const { address, payoutLovelace } of payable) {
    const sum = total + payoutLovelace;
    const fits =
      sum <= totalLovelace && sum <= contractLovelace && payoutLovelace <= (hourlyLovelace ?? payoutLovelace);
    if (fits) total = sum;
    else waiting.add(address);
  }
  return lines.map((line) => {
    if (!waiting.has(line.address)) return line;
    return { ...line, payoutLovelace: 0n, carriedLovelace: line.payoutLovelace, reason: "over-limit" };
  });
}
