"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again while it is visible: how the service is changes without an entry in the log. */
export function RefreshEvery({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, seconds * 1_000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
