"use client";

import { useMounted } from "./use-now";

/** Where menus and tooltips are put: inside the page's main landmark, so that none of their text is outside of one. */
export function useOverlayHome(): HTMLElement | undefined {
  return useMounted() ? (document.getElementById("main") ?? undefined) : undefined;
}
