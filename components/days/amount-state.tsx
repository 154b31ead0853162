import { BadgeCheck, Clock, type LucideIcon, RotateCcw } from "lucide-react";
import { StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { AmountState } from "@/server/services/published/published";

const WORDS: Record<AmountState, { tone: Tone; word: string; icon?: LucideIcon }> = {
  estimated: { tone: "neutral", word: "Estimated" },
  "under-objection": { tone: "info", word: "Under objection", icon: Clock },
  "awaiting-approval": { tone: "waiting", word: "Awaiting approval" },
  approved: { tone: "info", word: "Approved" },
  submitted: { tone: "info", word: "Submitted", icon: Clock },
  confirmed: { tone: "well", word: "Paid", icon: BadgeCheck },
  carried: { tone: "neutral", word: "Carried", icon: RotateCcw },
  stopped: { tone: "stopped", word: "Stopped" },
};

export function amountStateLook(state: AmountState): { tone: Tone; word: string } {
  const { tone, word } = WORDS[state];
  return { tone, word };
}

/** How far an amount has come. Only what the chain confirms reads "Paid". */
export function AmountStateText({ state }: { state: AmountState }) {
  const { tone, word, icon } = WORDS[state];
  return (
    <StatusText tone={tone} {...(icon ? { icon } : {})}>
      {word}
    </StatusText>
  );
}
