"use client";

import { CircleCheck, Info, LoaderCircle, OctagonX, TriangleAlert } from "lucide-react";
import { useTheme } from "next-themes";
import { Toaster as Sonner, toast } from "sonner";

/** Short notices about what the person just did. What must not be missed belongs in a Callout on the page. */
export { toast };

export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme === "light" || theme === "dark" ? theme : "system"}
      position="bottom-right"
      closeButton
      style={{ fontFamily: "inherit" }}
      duration={6_000}
      icons={{
        success: <CircleCheck aria-hidden className="size-5 text-well" />,
        info: <Info aria-hidden className="size-5 text-info" />,
        warning: <TriangleAlert aria-hidden className="size-5 text-waiting" />,
        error: <OctagonX aria-hidden className="size-5 text-stopped" />,
        loading: <LoaderCircle aria-hidden className="size-5 animate-spin text-muted" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-3 rounded-panel border border-line bg-overlay p-4 pr-8 text-body text-ink shadow-overlay sm:w-[22rem]",
          title: "font-medium",
          description: "text-muted text-small",
          actionButton: "touch ml-auto rounded-control font-medium text-accent text-small",
          closeButton:
            "touch-inline absolute top-3 right-3 border-0! bg-transparent! text-muted! hover:text-ink! [&_svg]:size-4",
        },
      }}
    />
  );
}
