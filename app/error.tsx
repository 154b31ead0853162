"use client";

import { Button, ButtonLink } from "@/components/ui/button";
import { Message } from "@/components/ui/message";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

/** The cause is in the server's log under the reference; it is not shown, as it may hold what others must not see. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <Message
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <ButtonLink href="/">Go to the start page</ButtonLink>
        </>
      }
    >
      The fault is on our side. Payments run apart from these pages and are not touched by it. If it stays, tell an
      administrator{error.digest ? " this reference:" : " what you were doing."}
      {error.digest ? <code className="mt-2 block font-mono text-ink text-small">{error.digest}</code> : null}
    </Message>
  );
}
