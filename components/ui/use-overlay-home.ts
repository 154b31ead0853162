"use client";

import { useEffect, useState } from "react";

/**
 * Where menus and tooltips are put: inside the page's main landmark, so that none of their text is outside of one.
 * Looked up once what is drawn is in the page: while it is drawn, the landmark of the page that is left is still there.
 */
export function useOverlayHome(): HTMLElement | undefined {
  const [home, setHome] = useState<HTMLElement>();
  useEffect(() => setHome(document.getElementById("main") ?? undefined), []);
  return home;
}
