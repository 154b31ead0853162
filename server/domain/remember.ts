/** How many answers are kept; then all are forgotten at once, which bounds the memory and needs no bookkeeping. */
const MOST = 20_000;
/** Longer keys are no addresses, and are not kept. */
const LONGEST_KEY = 200;

/** A pure function of a text that remembers its answers, for what meets the same few texts over and over. */
export function remember<Answer extends object | string>(make: (text: string) => Answer): (text: string) => Answer {
  let known = new Map<string, Answer>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined) return held;
    const answer = make(text);
    if (text.length > LONGEST_KEY) return answer;
    if (known.size >= MOST) known = new Map();
    known.set(text, answer);
    return answer;
  };
}
