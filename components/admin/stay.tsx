"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "./trpc";

const EVERY_MS = 5 * 60_000;
const ACTS = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

/** Tells the server, now and then, that a person does something in the page: reading without a click is not idling. */
export function Stay() {
  const { mutate } = useMutation(useTRPC().account.stay.mutationOptions());
  useEffect(() => {
    let toldMs = Date.now();
    const tell = (event: Event) => {
      // Not what a script does.
      if (!event.isTrusted || Date.now() - toldMs < EVERY_MS) return;
      toldMs = Date.now();
      mutate();
    };
    for (const act of ACTS) window.addEventListener(act, tell, { passive: true });
    return () => {
      for (const act of ACTS) window.removeEventListener(act, tell);
    };
  }, [mutate]);
  return null;
}
