import { BadgeCheck, Clock, type LucideIcon, RotateCcw } from "lucide-react";
import { stateTexts } from "@/components/messages/states";
import { StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { AmountState } from "@/server/services/published/published";

const LOOKS: Record<AmountState, { tone: Tone; icon?: LucideIcon }> = {
  estimated: { tone: "neutral" },
  "under-objection": { tone: "info", icon: Clock },
  "awaiting-approval": { tone: "waiting" },
  approved: { tone: "info" },
  submitted: { tone: "info", icon: Clock },
  confirmed: { tone: "well", icon: BadgeCheck },
  carried: { tone: "neutral", icon: RotateCcw },
  stopped: { tone: "stopped" },
};

export function amountStateLook(state: AmountState): { tone: Tone; word: string } {
  return { tone: LOOKS[state].tone, word: stateTexts.amount[state] };
}

export function AmountStateText({ state }: { state: AmountState }) {
  return <StatusText {...LOOKS[state]}>{stateTexts.amount[state]}</StatusText>;
}
