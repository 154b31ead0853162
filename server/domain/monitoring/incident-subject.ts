/** Of kinds that find an account: nobody knows it by this id, and the fact has the name. */
const ACCOUNT = /^(user:)?[0-9a-f]{8}-[0-9a-f-]{27}$/;
const WORDS: Readonly<Record<string, string>> = { day: "day", key: "key", tx: "transaction" };

/** What of its kind an incident is about, as people read it: `day:12` is "day 12". Null where it says nothing. */
export function saySubject(subject: string): string | null {
  if (subject === "" || ACCOUNT.test(subject)) return null;
  return subject.replace(/^(day|key|tx):(?=[0-9a-f])/, (_, what: string) => `${WORDS[what]} `);
}
