import { addressText } from "@/server/domain/cardano/address";
import type { PlayCount } from "@/server/domain/participation/tally";
import type { Holding, RewardInput } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import { COINS_PER_BYTE, POOL_TERMS, snapshotBlock, testRules } from "@/server/testing/domain/fixtures";

const NO_LIMIT_LOVELACE = 2n ** 62n;
const EACH_LOVELACE = 3_000_000n;
const HASH_BYTES = 28;
const DAY = 20_000;

export const RULES: Rules = testRules({ dayLimits: { totalLovelace: NO_LIMIT_LOVELACE, hourlyLovelace: null } });

/** A day on which so many identities with an address each hold tokens, have played, and are paid. */
export function makeDay(recipients: number): RewardInput {
  const holdings: Holding[] = [];
  const participation: PlayCount[] = [];
  let supply = 0n;
  for (let index = 0; index < recipients; index++) {
    const bytes = addressBytes(index);
    const quantity = BigInt(1_000 + (index % 997));
    supply += quantity;
    holdings.push({ address: read(addressText(bytes)), quantity });
    const identity = read(`key:${bytes.toString("hex", 1 + HASH_BYTES)}`);
    participation.push({ identity, plays: 1, playsInWindow: 1 });
  }
  return {
    snapshot: { dayIndex: DAY, block: snapshotBlock(1_000), supply, holdings, participation },
    rules: RULES,
    potLovelace: BigInt(recipients) * EACH_LOVELACE,
    opening: [],
    open: [],
    isClosed: false,
    poolTerms: { ...POOL_TERMS, dailyLimitLovelace: NO_LIMIT_LOVELACE },
    coinsPerUtxoByte: COINS_PER_BYTE,
  };
}

/** A base address of two keys, spread over all there are. */
function addressBytes(index: number): Buffer {
  const bytes = Buffer.alloc(1 + 2 * HASH_BYTES);
  for (let at = 1; at < bytes.length; at += 4) bytes.writeUInt32BE(Math.imul(index + 1, 2_654_435_761 + at) >>> 0, at);
  return bytes;
}

/** As a text that came from a database: of one piece, not of the pieces that it was put together from. */
const read = (text: string) => Buffer.from(text, "latin1").toString("latin1");
