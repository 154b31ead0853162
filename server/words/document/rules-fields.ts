import type { FieldTable } from "./field-words";
import { ada, count, lines, path, pot, text, tokens, weight } from "./units";

/** Every field of the rules that people change; `format` and `version` are not theirs. */
export const RULES_FIELDS: FieldTable = {
  gameAddress: {
    label: "Game's address",
    unit: text,
    does: "Payments to it can be plays.",
    refused: "stake, pointer and Byron addresses, another network than the pool's",
  },
  prizeAsset: {
    label: "Prize token",
    unit: text,
    does: "The token that players must hold: policy id, then asset name in hexadecimal.",
    refused: "a token that the chain does not know",
  },
  "participation.minimumLovelace": {
    label: "Least payment of a play",
    unit: ada,
    does: "What a transaction must leave at the game's address, less what it takes from there.",
    refused: "0",
  },
  "participation.playerDatumField": {
    label: "Where the datum names the player",
    unit: path,
    none: "the player is found from the inputs",
    does: "Positions in the payment's datum, from its root.",
    refused: "more than 16 positions, positions over 1000",
  },
  "participation.windowDays": {
    label: "How long a play counts",
    unit: count("day"),
    none: "for ever",
    does: "Plays of so many days count, the paid one among them.",
    refused: "0, more than 100000",
  },
  "participation.minimumPlays": {
    label: "Plays needed",
    unit: count("play"),
    does: "So many plays within that time are needed.",
    refused: "0, more than 1000000",
  },
  "holding.minimumQuantity": {
    label: "Tokens needed",
    unit: tokens,
    does: "So many tokens of one owner are needed.",
    refused: "0, more than there are",
  },
  "excluded.addresses": {
    label: "Excluded addresses",
    unit: lines("addresses"),
    does: "They earn nothing. What they are owed already stays owed, and is held back.",
    refused: "addresses of another network",
  },
  "excluded.identities": {
    label: "Excluded owners",
    unit: lines("identities, such as key:… or script:…"),
    does: "The same for all addresses of an owner.",
    refused: "what is no identity",
  },
  allowedScripts: {
    label: "Scripts that may be paid",
    unit: lines("script hashes"),
    does: "Native scripts that are paid although they are scripts.",
    refused: "what is no hash of 28 bytes",
  },
  weight: {
    label: "How the pot is shared",
    unit: weight,
    does: "By tokens held. There is no other way yet.",
    refused: "anything else",
  },
  pot: {
    label: "Pot for a day",
    unit: pot,
    does: "What is shared out on a day: an amount, or a share of what the pool has free.",
    refused:
      "less than the ledger's least output; more than a limit for the day, or than the hour's limit pays in a day",
  },
  perRecipientCapLovelace: {
    label: "Most for one owner",
    unit: ada,
    none: "no cap",
    does: "The most that one owner earns on a day; the rest goes to the others.",
    refused: "less than the ledger's least output",
  },
  "dayLimits.totalLovelace": {
    label: "Most for a day",
    unit: ada,
    does: "The most that a day pays; what is over it waits. The contract's own limit holds as well.",
    refused: "less than the ledger's least output",
  },
  "dayLimits.hourlyLovelace": {
    label: "Most in an hour",
    unit: ada,
    none: "only the day's limit",
    does: "The most that is first sent within an hour of chain time.",
    refused: "less than the ledger's least output; less than the pot needs",
  },
};
