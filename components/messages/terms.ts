import { groupDigits } from "@/server/words/format";

/** "1 play", "1 234 plays". */
export function count(value: number | bigint, one: string, many = `${one}s`): string {
  return `${groupDigits(value)} ${BigInt(value) === 1n ? one : many}`;
}

/** Names of things that appear on several pages. */
export const terms = {
  day: (dayIndex: number | string) => `Day ${dayIndex}`,
  days: "Days",
  prizes: "Prizes",
  prizesByDay: "Prizes by day",
  newestFirst: "Newest first",
  mayNot: (role: string, needed: string) => `Your role is ${role}; this requires ${needed}.`,
  /** Headings of tables. */
  head: {
    address: "Address",
    amount: "Amount",
    batch: "Batch",
    block: "Block",
    carried: "Carried over",
    confirmations: "Confirmations",
    date: "Date (UTC)",
    day: "Day",
    output: "Output",
    player: "Player",
    prize: "Prize",
    recipients: "Recipients",
    sinceBlock: "Since block",
    state: "State",
    time: "Time",
    tokens: "Tokens",
    transaction: "Transaction",
  },
  /** What is copied or looked up: "Copy transaction ID". */
  id: {
    address: "address",
    block: "block hash",
    commit: "Commit transaction ID",
    gameAddress: "game address",
    key: "key hash",
    playerKey: "player's key hash",
    transaction: "transaction ID",
  },
} as const;
