import { BellRing, Eye, Flag, Hourglass, Search } from "lucide-react";
import { incidentsTexts as texts } from "@/components/messages/incidents";
import { StatusBadge, StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { Priority } from "@/server/domain/monitoring/priority";
import type { IncidentState } from "@/server/domain/monitoring/states";

const PRIORITY_LOOKS = {
  1: { tone: "stopped", icon: BellRing },
  2: { tone: "waiting", icon: Hourglass },
  3: { tone: "info", icon: Flag },
  4: { tone: "neutral", icon: Flag },
} as const satisfies Record<Priority, { tone: Tone; icon: typeof Flag }>;

/** `isOpen`: what is over is not red any more. `plain`: without a frame, for dense tables. */
export function PriorityBadge({ priority, isOpen = true, plain = false }: PriorityBadgeProps) {
  const { tone, icon } = PRIORITY_LOOKS[priority];
  const Badge = plain ? StatusText : StatusBadge;
  return (
    <Badge tone={isOpen ? tone : "neutral"} icon={icon}>
      {texts.priority[priority]}
    </Badge>
  );
}
type PriorityBadgeProps = { priority: Priority; isOpen?: boolean; plain?: boolean };

const STATE_LOOKS = {
  investigating: { tone: "waiting", icon: Search },
  identified: { tone: "info", icon: Eye },
  monitoring: { tone: "info", icon: Eye },
  resolved: { tone: "well", icon: undefined },
  "post-mortem": { tone: "well", icon: undefined },
} as const satisfies Record<IncidentState, { tone: Tone; icon: typeof Flag | undefined }>;

export function IncidentStateBadge({ state, plain = false }: { state: IncidentState; plain?: boolean }) {
  const { tone, icon } = STATE_LOOKS[state];
  const Badge = plain ? StatusText : StatusBadge;
  return (
    <Badge tone={tone} {...(icon ? { icon } : {})}>
      {texts.state[state]}
    </Badge>
  );
}
