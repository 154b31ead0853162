"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether this page's scripts are at work: false in the server's HTML, and until React has taken it over. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
