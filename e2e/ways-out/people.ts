import type { StopExit } from "@/server/services/day/release-request";

/** What rules are changed to, in ADA. */
export type NewRules = { readonly potAda: string; readonly fromDay: number };

/** What two people do about a day, each thing by what the product offers: its commands, or its pages. */
export type People = {
  /** One of them. */
  stop(dayIndex: number): Promise<void>;
  /** The first says how the stop should end, */
  askToEndStop(dayIndex: number, exit: StopExit): Promise<void>;
  /** and the second agrees. */
  agreeToEndStop(dayIndex: number): Promise<void>;
  /** One of them. */
  askToResume(dayIndex: number): Promise<void>;
  /** The first proposes, the second confirms. */
  changeRules(rules: NewRules): Promise<void>;
  /** Those who sign by hand; nobody where machines do. */
  readonly signers: readonly { readonly userId: string; sign(dayIndex: number): Promise<void> }[];
};

export const REASON = "We have looked at it together.";
