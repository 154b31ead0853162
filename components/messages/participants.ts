import type { DecisionCode } from "@/server/domain/eligibility/decision";
import type { RegisterList } from "@/server/services/holders/list-register";
import { groupDigits } from "@/server/words/format";
import { count } from "./terms";

const people: Record<RegisterList, (value: number) => string> = {
  players: (value) => count(value, "participant"),
  holders: (value) => count(value, "holder"),
};

/** Everyone who has played, and everyone who holds the token. */
export const participantsTexts = {
  title: "Participants",
  note: "Everyone who has played, and everyone who holds the prize token.",
  listsLabel: "List",
  lists: { players: "Participants", holders: "Holders" } satisfies Record<RegisterList, string>,
  asOf: (list: RegisterList, value: number, height: number) =>
    `${people[list](value)} as of block ${groupDigits(height)},`,
  undone: {
    title: "This block is no longer in the chain",
    text: "The chain replaced it. The engine makes the list anew within minutes; payouts do not use this list.",
  },
  search: "Search by address or key hash",
  placeholder: "Address, or how it begins",
  find: "Search",
  all: "Show all",
  wrong: "This cannot be searched for",
  wrongPage: "This page of the list cannot be opened",
  fromStart: "Open the list from its start",
  caption: {
    players: "Participants, newest first",
    holders: "Holders, largest holding first",
  } satisfies Record<RegisterList, string>,
  head: {
    player: { players: "Participant", holders: "Holder" } satisfies Record<RegisterList, string>,
    first: "First play",
    plays: "Plays",
    held: "Tokens",
    eligible: "Eligible",
  },
  firstPlay: (day: number, height: number) => `Day ${day}, block ${groupDigits(height)}`,
  never: "Never",
  since: (plays: number, day: number) => `${count(plays, "play")} since day ${day}`,
  counted: (quantity: bigint) => `${groupDigits(quantity)} count`,
  owner: {
    contract: (what: string) => `Held by ${what}`,
    unknownContract: "Held by an unknown contract",
    nobody: "No owner who could play",
    key: "Key",
  },
  why: {
    eligible: "Eligible",
    "never-played": "Has not played",
    "played-outside-window": "Has not played recently",
    "too-few-plays": "Has not played often enough",
    "holds-none": "Holds no tokens",
    "holds-too-little": "Holds too few tokens",
    "held-too-short": "Has not held long enough",
    excluded: "Excluded by the rules",
    "script-held": "Tokens are where they do not count",
    "unpayable-address": "Cannot be paid",
  } satisfies Record<DecisionCode, string>,
  id: { players: "participant's address", holders: "holder's address" } satisfies Record<RegisterList, string>,
  order: { players: "Newest participants first", holders: "Largest holdings first" } satisfies Record<
    RegisterList,
    string
  >,
  found: (shown: number, isCut: boolean) =>
    isCut ? `${shown} of those that begin so. Type more of the address to see others.` : `${groupDigits(shown)} found`,
  pages: "Pages of the list",
  none: {
    unread: "Not read yet",
    unreadNote: "The list is made by the engine once it has read plays and tokens to a block of the pool's chain.",
    players: "Nobody has played yet",
    playersNote: "Whoever pays the game's address by the rules appears here, some seconds after the scan has read it.",
    holders: "Nobody holds the token yet",
    holdersNote: "Whoever holds the prize token appears here, some seconds after the scan has read it.",
    found: "Nobody in this list has such an address",
    foundNote: "A whole address that is mistyped is taken for the beginning of one. The other list may have it.",
    ended: "There is nobody further on",
    endedNote: "The list has become shorter since the page before was opened.",
  },
  paid: "What somebody was paid is on the page behind the address.",
  exported: "All of a day's holders as CSV or JSON:",
  exportCommand: "npm run export -- snapshot --day N",
} as const;
