import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import { type ButtonHTMLAttributes, type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent shadow-control not-aria-disabled:hover:bg-accent-hover",
  secondary: "border-line-strong/60 bg-surface text-ink shadow-control not-aria-disabled:hover:bg-hover",
  ghost: "border-transparent text-muted not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink",
  danger: "border-transparent bg-stopped text-on-stopped shadow-control not-aria-disabled:hover:bg-stopped-hover",
};
const FADED = "border-dashed border-line-strong text-muted";
const SIZES: Record<ButtonSize, string> = {
  small: "h-8 px-2.5 text-small",
  medium: "h-9 px-3.5 text-body",
  large: "h-11 px-5 text-body",
};
const WRAPPING = "h-auto! whitespace-normal!";
const WRAPPED: Record<ButtonSize, string> = { small: "min-h-8 py-1", medium: "min-h-9 py-1.5", large: "min-h-11 py-2" };
const BASE =
  "touch relative inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded-control " +
  "border font-medium transition-colors duration-100 not-aria-disabled:active:translate-y-px " +
  "aria-disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0";

/** The look of a button, for links and for parts that make their own element. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "medium"): string {
  return cx(BASE, VARIANTS[variant], SIZES[size]);
}

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Its text may wrap to a second line, if it cannot be shorter. */
  wraps?: boolean;
  /** Work in progress: the button keeps its width and focus and ignores clicks. */
  loading?: boolean;
  /** Why it cannot be pressed now: disables the button, is shown under it and announced with it. */
  disabledReason?: ReactNode;
  /** Disabled without a reason: only if it is obvious (the form beside it is empty). */
  disabled?: boolean;
};

/**
 * A disabled button stays in the tab order (aria-disabled) so that keyboard and screen reader find its reason. It
 * becomes type="button" and loses its handler, and a hidden disabled submit button before it keeps the Enter key from
 * sending the form.
 */
export function Button(props: ButtonProps) {
  const {
    variant,
    size = "medium",
    wraps = false,
    loading = false,
    disabledReason,
    disabled = false,
    children,
    ...rest
  } = props;
  const { className, onClick, type = "button", ...attributes } = rest;
  const reasonId = useId();
  const blocked = loading || disabled || Boolean(disabledReason);
  const faded = (disabled || Boolean(disabledReason)) && !loading;
  const button = (
    <>
      {blocked && type === "submit" ? <button type="submit" disabled hidden tabIndex={-1} /> : null}
      <button
        {...attributes}
        type={blocked ? "button" : type}
        onClick={blocked ? undefined : onClick}
        aria-disabled={blocked || undefined}
        aria-busy={loading || undefined}
        aria-describedby={disabledReason ? reasonId : attributes["aria-describedby"]}
        className={cx(
          faded ? cx(BASE, SIZES[size], FADED) : buttonClass(variant, size),
          wraps && cx(WRAPPING, WRAPPED[size]),
          className,
        )}
      >
        <span className={cx("inline-flex items-center gap-2", loading && "opacity-0")}>{children}</span>
        {loading ? <LoaderCircle aria-hidden className="absolute animate-spin" /> : null}
      </button>
    </>
  );
  if (!disabledReason) return button;
  return (
    <span className="inline-flex max-w-full flex-col items-stretch gap-1.5">
      {button}
      <span id={reasonId} className="max-w-prose text-small text-muted">
        {disabledReason}
      </span>
    </span>
  );
}

type ButtonLinkProps = ComponentProps<typeof Link> & { variant?: ButtonVariant; size?: ButtonSize };

export function ButtonLink({ variant, size, className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={cx(buttonClass(variant, size), className)} />;
}
