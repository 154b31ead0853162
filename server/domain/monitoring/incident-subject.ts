import type { DayIndex } from "../units";

/** Of kinds that find an account: nobody knows it by this id, and the fact has the name. */
const ACCOUNT = /^(user:)?[0-9a-f]{8}-[0-9a-f-]{27}$/;
const WORDS: Readonly<Record<string, string>> = { day: "day", key: "key", tx: "transaction" };

/** What of its kind an incident is about, as people read it: `day:12` is "day 12". Null where it says nothing. */
export function saySubject(subject: string): string | null {
  if (subject === "" || ACCOUNT.test(subject)) return null;
  return subject.replace(/^(day|key|tx):(?=[0-9a-f])/, (_, what: string) => `${WORDS[what]} `);
}

/** The day that an incident is about: of `day:12`, and of `day:12 batch 1`. Null where it is about no day. */
export function dayOfSubject(subject: string): DayIndex | null {
  const found = /^day:([0-9]+)/.exec(subject);
  return found ? Number(found[1]) : null;
}
