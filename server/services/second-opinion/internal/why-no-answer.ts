import type { WhyWaiting } from "@/server/domain/second-opinion/opinion";
import { contradictionInWords } from "../../scan/contradiction-in-words";
import { NoAnswer } from "./no-answer";

/** What a comparison waits for that was broken off. Throws whatever else happened. */
export function whyNoAnswer(error: unknown): WhyWaiting {
  if (error instanceof NoAnswer) return error.why;
  const problem = contradictionInWords(error);
  if (problem === null) throw error;
  return { kind: "first-unsure", problem };
}
