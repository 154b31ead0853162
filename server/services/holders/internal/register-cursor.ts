import { ServiceError } from "../../errors";

/** Those who have played, the newest first; and those who hold tokens, the largest first. */
export const REGISTER_LISTS = ["players", "holders"] as const;
export type RegisterList = (typeof REGISTER_LISTS)[number];

/** A page begins behind a row: the value that its list is sorted by, and its own name where values are equal. */
export type RegisterCursor = {
  readonly list: RegisterList;
  readonly towards: "after" | "before";
  readonly value: string;
  readonly place: string;
};

/** A place is an identity, or an address of at most 364 letters. */
const FORM = /^(players|holders)\.(after|before)\.(\d{1,39})\.([0-9A-Za-z:_]{1,400})$/;
/** Of a height's digits: more are no number of its column's. */
const MOST_DIGITS = { players: 15, holders: 39 };

export function writeCursor({ list, towards, value, place }: RegisterCursor): string {
  return `${list}.${towards}.${value}.${place}`;
}

/** People can write any text; rows are only compared with it. Throws ServiceError `bad-input` for what is no cursor. */
export function readCursor(list: RegisterList, text: string): RegisterCursor {
  const [, of, towards, value = "", place = ""] = FORM.exec(text) ?? [];
  if (of === list && (towards === "after" || towards === "before") && value.length <= MOST_DIGITS[list]) {
    return { list, towards, value, place };
  }
  throw new ServiceError(
    "bad-input",
    "This link to a page of the list is cut off, was changed, or is of the other list. Open the list from its start.",
  );
}
