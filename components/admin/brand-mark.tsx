/** Name and mark, as in app/icon.svg. `compact` shows only the mark on a phone. */
export function BrandMark({ compact = false }: { compact?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold">
      <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <path d="M7 22h4v-6H7zm7 0h4V11h-4zm7 0h4V7h-4z" className="fill-on-accent" />
      </svg>
      <span className={compact ? "max-sm:sr-only" : undefined}>Daily Prize Oracle</span>
    </span>
  );
}
