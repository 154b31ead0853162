import type { Heartbeat } from "@/server/domain/monitoring/channel";
import { post } from "./post";

/** A GET, which every service of the kind takes (Healthchecks, Dead Man's Snitch, Uptime Kuma ...). */
export function openHeartbeat({ url }: { readonly url: string }): Heartbeat["beat"] {
  return (sending) => post({ url }, sending);
}
