import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = { icon?: LucideIcon; title: ReactNode; action?: ReactNode; children?: ReactNode };

/** Nothing here yet: what will be here, and when. */
export function EmptyState({ icon: Icon, title, action, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 rounded-panel border border-line border-dashed px-6 py-10 text-center">
      {Icon ? <Icon aria-hidden className="mb-2 size-6 text-faint" strokeWidth={1.5} /> : null}
      <p className="font-medium">{title}</p>
      {children ? <div className="max-w-prose text-muted text-small">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
