import { MOST_TEXT, MOST_TITLE } from "@/server/domain/monitoring/text-limits";
import { visible } from "@/server/domain/shown";
import { requireReason } from "../../day/require-reason";
import { ServiceError } from "../../errors";

/** A text that a person gave, for others to read. Throws ServiceError. */
export function givenText(given: string, most = MOST_TEXT): string {
  const text = requireReason(given);
  // A file may hold what no database takes.
  if (/[\0\p{Cs}]/u.test(text)) throw new ServiceError("bad-input", "this holds bytes that are no text: remove them");
  if (text.length <= most) return text;
  throw new ServiceError("bad-input", `this has ${text.length} characters, and may have ${most}: say it shorter`);
}

/** A title, in one line. Throws ServiceError. */
export function givenTitle(given: string): string {
  const title = visible(given.trim().replace(/\s+/g, " "), MOST_TEXT);
  if (title.length >= 3 && title.length <= MOST_TITLE) return title;
  throw new ServiceError("bad-input", `give a title of 3 to ${MOST_TITLE} characters`);
}
