import { BellRing, Eye, Flag, Hourglass, type LucideIcon, Search } from "lucide-react";
import { incidentsTexts as texts } from "@/components/messages/incidents";
import { StatusBadge, StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { Priority } from "@/server/domain/monitoring/priority";
import type { IncidentState } from "@/server/domain/monitoring/states";

export const PRIORITY_TONES: Record<Priority, Tone> = { 1: "stopped", 2: "waiting", 3: "info", 4: "neutral" };
const PRIORITY_ICONS = { 1: BellRing, 2: Hourglass, 3: Flag, 4: Flag } as const satisfies Record<Priority, LucideIcon>;

/** `isOpen`: what is over is not red any more. `plain`: without a frame, for dense tables. */
export function PriorityBadge({ priority, isOpen = true, plain = false }: PriorityBadgeProps) {
  const Badge = plain ? StatusText : StatusBadge;
  return (
    <Badge tone={isOpen ? PRIORITY_TONES[priority] : "neutral"} icon={PRIORITY_ICONS[priority]}>
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
} as const satisfies Record<IncidentState, { tone: Tone; icon: LucideIcon | undefined }>;

export function IncidentStateBadge({ state, plain = false }: { state: IncidentState; plain?: boolean }) {
  const { tone, icon } = STATE_LOOKS[state];
  const Badge = plain ? StatusText : StatusBadge;
  return (
    <Badge tone={tone} {...(icon ? { icon } : {})}>
      {texts.state[state]}
    </Badge>
  );
}
