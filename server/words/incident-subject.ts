/** Of kinds that find an account: nobody knows it by this id, and the fact has the name. */
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** What of its kind an incident is about, as people read it: `day:12` is "day 12". Null where it says nothing. */
export function saySubject(subject: string): string | null {
  if (subject === "" || ID.test(subject)) return null;
  return subject.replace(/^day:(?=\d)/, "day ");
}
