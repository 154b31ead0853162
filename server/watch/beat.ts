import type { Channels } from "@/server/domain/monitoring/channel";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import type { Repeated } from "./every";

/** A watch that has not looked for so long is as good as dead, whatever its process does. */
const LOOKED_WITHIN_MS = 60_000;

type Beating = {
  readonly heartbeat: NonNullable<Channels["heartbeat"]>;
  readonly lastGoodMs: () => PosixMs | null;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/**
 * Tells somebody outside that the watch looks and can write what it sees. When that is not so it is silent, and the one
 * outside alerts: of a dead machine nothing here can tell.
 */
export function beatWhileLooking({ heartbeat, lastGoodMs, log, signal }: Beating): Repeated {
  return {
    name: "heartbeat",
    everyMs: heartbeat.everyMs,
    turn: async (nowMs) => {
      const lastMs = lastGoodMs();
      if (lastMs === null || Math.abs(nowMs - lastMs) > LOOKED_WITHIN_MS) return;
      const sent = await heartbeat.beat({ nowMs, signal });
      if (!sent.ok) log.warn({ problem: sent.problem }, "the heartbeat was not taken");
    },
  };
}
