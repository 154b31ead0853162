"use client";

import { siteTexts } from "@/components/messages/site";
import { Button, ButtonLink } from "@/components/ui/button";
import { Message } from "@/components/ui/message";

const { home, error: texts } = siteTexts;

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

/** The server's log has the cause under the reference. It is not shown here: it may contain secrets. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <Message
      title={texts.title}
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            {texts.retry}
          </Button>
          <ButtonLink href="/">{home}</ButtonLink>
        </>
      }
    >
      {texts.text} {error.digest ? texts.reference : texts.noReference}
      {error.digest ? <code className="mt-2 block font-mono text-ink text-small">{error.digest}</code> : null}
    </Message>
  );
}
