import { Circle, CircleCheck, Hourglass, Info, type LucideIcon, OctagonX } from "lucide-react";

/** What something means, not how it looks: good, waits for someone, stopped or wrong, information, neutral. */
export type Tone = "well" | "waiting" | "stopped" | "info" | "neutral";

type ToneLook = { icon: LucideIcon; text: string; soft: string; border: string; solid: string };

/** Each tone has its own icon shape, so that it can be told without colour. */
export const TONES: Record<Tone, ToneLook> = {
  well: {
    icon: CircleCheck,
    text: "text-well",
    soft: "bg-well-soft",
    border: "border-well-line",
    solid: "bg-well",
  },
  waiting: {
    icon: Hourglass,
    text: "text-waiting",
    soft: "bg-waiting-soft",
    border: "border-waiting-line",
    solid: "bg-waiting",
  },
  stopped: {
    icon: OctagonX,
    text: "text-stopped",
    soft: "bg-stopped-soft",
    border: "border-stopped-line",
    solid: "bg-stopped",
  },
  info: { icon: Info, text: "text-info", soft: "bg-info-soft", border: "border-info-line", solid: "bg-info" },
  neutral: { icon: Circle, text: "text-muted", soft: "bg-sunken", border: "border-line", solid: "bg-muted" },
};
