"use client";

import { Dialog as Parts } from "radix-ui";
import type { ReactNode } from "react";

type DialogProps = {
  open: boolean;
  /** Escape, or a click outside. */
  onClose: () => void;
  title: string;
  note: ReactNode;
  children: ReactNode;
};

/** A question in front of the page, which waits for the answer. Gives the focus back when it closes. */
export function Dialog({ open, onClose, title, note, children }: DialogProps) {
  return (
    <Parts.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <Parts.Content className="fixed top-[18vh] left-1/2 z-50 flex w-[calc(100%-2rem)] max-w-sm -translate-x-1/2 animate-appear flex-col gap-4 rounded-panel border border-line bg-overlay p-5 shadow-overlay outline-none">
          <div>
            <Parts.Title className="font-semibold text-title">{title}</Parts.Title>
            <Parts.Description className="mt-1 text-muted">{note}</Parts.Description>
          </div>
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
