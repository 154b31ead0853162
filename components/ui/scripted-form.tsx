"use client";

import type { FormEvent, ReactNode } from "react";
import { uiTexts as texts } from "@/components/messages/ui";
import { cx } from "./cx";
import { useMounted } from "./use-now";

type ScriptedFormProps = {
  /** Receives the form, for the fields that have a name. The browser's own sending is prevented already. */
  onSubmit: (form: HTMLFormElement) => void;
  className?: string;
  children: ReactNode;
};

/**
 * A form that our scripts send, and the browser never does. Its fields are disabled until the scripts are there, so
 * that Enter does nothing before. Should it be submitted all the same, method="dialog" sends nothing anywhere: outside
 * a dialog it has no effect at all. Forms that the browser may send have method="get" and hold no secret.
 */
export function ScriptedForm({ onSubmit, className, children }: ScriptedFormProps) {
  const mounted = useMounted();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // A form in a dialog is inside the page's form for React, though not in the document.
    event.stopPropagation();
    onSubmit(event.currentTarget);
  }
  return (
    <form method="dialog" onSubmit={submit}>
      <noscript>
        <p className="mb-4 rounded-panel border border-line bg-sunken p-4 text-body">{texts.needsScripts}</p>
      </noscript>
      <fieldset disabled={!mounted} className={cx("flex min-w-0 flex-col", className)}>
        {children}
      </fieldset>
    </form>
  );
}
