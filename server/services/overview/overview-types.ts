/** A problem: what is wrong, what it means, where to go. */
export type Problem = {
  readonly title: string;
  readonly text: string;
  readonly href: string | null;
  readonly tone: "stopped" | "waiting";
};
