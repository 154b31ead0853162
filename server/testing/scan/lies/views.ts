import type { View } from "../chain/chain";
import type { Call, Lie } from "./lie";

/* Answers from another state of the chain: a replica behind, another fork, an index behind its tip. */

const isList = ({ question: { parts } }: Call) => parts[2] === "transactions" || parts[2] === "history";

function behind({ story, dice }: Call, subject: string, most: number): View {
  const blocks = 1 + dice(subject).below(most);
  return story.now.slice(0, Math.max(1, story.now.length - blocks));
}

const older = ({ story, dice }: Call, subject: string): View => dice(subject).pick(story.views);

export const VIEW_LIES = {
  /** Every route, as long as the lie is steady: a whole server that is behind. */
  "lagging-replica": { view: (call) => (call.happens("all") ? behind(call, "all", 8) : null) },
  "other-fork": { view: (call) => (call.happens("all") ? older(call, "all") : null) },
  "other-fork-of-a-route": {
    view: (call) => (call.happens(call.question.parts.join("/")) ? older(call, call.question.parts.join("/")) : null),
  },
  "lagging-index": { view: (call) => (isList(call) && call.happens("index") ? behind(call, "index", 12) : null) },
  "next-of-another-fork": {
    view: (call) => (call.question.parts[2] === "next" && call.happens("next") ? older(call, "next") : null),
  },
  "other-tip": {
    view: (call) => (call.question.parts[1] === "latest" && call.happens("tip") ? older(call, "tip") : null),
  },
} satisfies Record<string, Lie>;
