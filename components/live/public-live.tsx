"use client";

import { OfflineNotice } from "./offline-notice";
import { usePulse } from "./use-pulse";

/** Reads a public page again when something has moved, and says so when it cannot. */
export function PublicLive({ version }: { version: string }) {
  const { offlineSinceMs } = usePulse(version);
  return offlineSinceMs === null ? null : <OfflineNotice answeredMs={offlineSinceMs} />;
}
