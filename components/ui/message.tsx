import type { ReactNode } from "react";

type MessageProps = { code?: string; title: string; actions?: ReactNode; children: ReactNode };

/** A whole page with one message: not found, failed, not allowed. */
export function Message({ code, title, actions, children }: MessageProps) {
  return (
    <main id="main" className="mx-auto flex min-h-[80dvh] max-w-xl flex-col justify-center px-4 py-16 sm:px-6">
      {code ? <p className="mb-3 font-mono text-faint text-small">{code}</p> : null}
      <h1 className="font-semibold text-display">{title}</h1>
      <div className="mt-3 text-muted">{children}</div>
      {actions ? <div className="mt-6 flex flex-wrap gap-2">{actions}</div> : null}
    </main>
  );
}
