"use client";

import { useEffect, useState } from "react";

/**
 * Where menus and tooltips are put: inside the page's main landmark, so that all their text is in one. Looked up after
 * rendering: during it, the landmark of the previous page is still there.
 */
export function useOverlayHome(): HTMLElement | undefined {
  const [home, setHome] = useState<HTMLElement>();
  useEffect(() => setHome(document.getElementById("main") ?? undefined), []);
  return home;
}
