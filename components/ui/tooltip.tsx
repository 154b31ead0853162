"use client";

import { Tooltip as RadixTooltip } from "radix-ui";
import { type MouseEvent, type PointerEvent, type ReactNode, useState } from "react";
import { useOverlayHome } from "./use-overlay-home";

type TooltipProps = {
  content: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  /** An element that takes focus: a button or a link. */
  children: ReactNode;
};

/** Shown on hover, on focus, and by a tap. Never the only place of a fact. */
export function Tooltip({ content, side = "top", children }: TooltipProps) {
  const home = useOverlayHome();
  const [open, setOpen] = useState(false);
  // Radix closes on press, but on a touch screen a press is the only way to open.
  const keepOpen = (event: PointerEvent | MouseEvent) => event.preventDefault();
  return (
    <RadixTooltip.Provider delayDuration={250}>
      <RadixTooltip.Root open={open} onOpenChange={setOpen}>
        <RadixTooltip.Trigger
          asChild
          onPointerDown={keepOpen}
          onClick={(event) => {
            keepOpen(event);
            setOpen(true);
          }}
        >
          {children}
        </RadixTooltip.Trigger>
        <RadixTooltip.Portal container={home}>
          <RadixTooltip.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="figures z-50 max-w-80 animate-appear rounded-control bg-ink px-2.5 py-1.5 text-canvas text-small shadow-overlay"
          >
            {content}
            <RadixTooltip.Arrow className="fill-ink" />
          </RadixTooltip.Content>
        </RadixTooltip.Portal>
      </RadixTooltip.Root>
    </RadixTooltip.Provider>
  );
}
