import type { ComponentProps, TextareaHTMLAttributes } from "react";
import { cx } from "./cx";

const CONTROL =
  "w-full rounded-control border border-line-strong bg-surface text-body text-ink shadow-control " +
  "transition-colors duration-100 hover:border-muted disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint " +
  "aria-invalid:border-stopped [&[readonly]]:bg-sunken focus-visible:outline-offset-0";

type Size = "medium" | "large";
const HEIGHTS: Record<Size, string> = { medium: "h-9 px-3", large: "h-11 px-4" };

type InputProps = Omit<ComponentProps<"input">, "size"> & {
  size?: Size;
  /** For identifiers, codes and keys. */
  mono?: boolean;
};

export function Input({ size = "medium", mono, className, ...rest }: InputProps) {
  return <input {...rest} className={cx(CONTROL, "touch", HEIGHTS[size], mono && "font-mono", className)} />;
}

export function Textarea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea rows={4} {...rest} className={cx(CONTROL, "px-3 py-2", className)} />;
}
