"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ReactNode } from "react";
import { buttonClass } from "./button";
import { cx } from "./cx";

type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The element that opens it; must take a ref (a Button or any plain element). */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** "panel" comes in from the right, for a row's detail; on a phone both use the whole width. */
  variant?: "center" | "panel";
  /** Buttons, the main one last. Use {@link DialogClose} for the way out. */
  footer?: ReactNode;
  children?: ReactNode;
};

const POSITIONS = {
  center:
    "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-panel sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-[min(34rem,calc(100vw-2rem))] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-panel animate-appear",
  panel: "inset-y-0 right-0 w-full border-y-0 border-r-0 sm:w-[min(36rem,90vw)] animate-slide",
} as const;

export function Dialog(props: DialogProps) {
  const { title, description, trigger, open, onOpenChange, variant = "center", footer, children } = props;
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger> : null}
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <RadixDialog.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed z-50 flex flex-col border border-line bg-overlay shadow-overlay outline-none",
            POSITIONS[variant],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0">
              <RadixDialog.Title className="font-semibold text-title">{title}</RadixDialog.Title>
              {description ? (
                <RadixDialog.Description className="text-muted">{description}</RadixDialog.Description>
              ) : null}
            </div>
            <RadixDialog.Close
              aria-label="Close"
              className={cx(buttonClass("ghost"), "-mr-2 aspect-square px-0")}
            >
              <X aria-hidden />
            </RadixDialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</div>
          ) : null}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

export function DialogClose({ children }: { children: ReactNode }) {
  return <RadixDialog.Close className={buttonClass("secondary")}>{children}</RadixDialog.Close>;
}
