import type { Evidence } from "../rule";

/** What several rules judge, read once for each look: they share its evidence. */
export function perLook<T>(read: (evidence: Evidence) => Promise<T>): (evidence: Evidence) => Promise<T> {
  const answers = new WeakMap<Evidence, Promise<T>>();
  return (evidence) => {
    const known = answers.get(evidence);
    if (known) return known;
    const answer = read(evidence);
    answers.set(evidence, answer);
    return answer;
  };
}
