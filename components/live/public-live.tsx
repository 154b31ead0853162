"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { GameNow } from "@/server/services/published/public-pulse";
import { OfflineNotice } from "./offline-notice";
import { type Live, usePulse } from "./use-pulse";

const LiveContext = createContext<Live>({ pulse: null, offlineSinceMs: null });

/** Public pages below it follow what happens. `version`: of the pulse that they were made with. */
export function PublicLive({ version, children }: { version: string; children: ReactNode }) {
  return <LiveContext value={usePulse(version)}>{children}</LiveContext>;
}

/** Over the whole width, while a public page does not follow what happens. */
export function PublicOffline() {
  const { offlineSinceMs } = useContext(LiveContext);
  return offlineSinceMs === null ? null : <OfflineNotice answeredMs={offlineSinceMs} />;
}

/** The game as it was told last; null until it was. */
export function useGame(): GameNow | null {
  return useContext(LiveContext).pulse?.game ?? null;
}
