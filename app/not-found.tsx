import type { Metadata } from "next";
import { siteTexts } from "@/components/messages/site";
import { ButtonLink } from "@/components/ui/button";
import { Message } from "@/components/ui/message";

const { home, notFound } = siteTexts;

export const metadata: Metadata = { title: notFound.title };

export default function NotFound() {
  return (
    <Message
      code={notFound.code}
      title={notFound.title}
      actions={
        <ButtonLink href="/" variant="primary">
          {home}
        </ButtonLink>
      }
    >
      {notFound.text}
    </Message>
  );
}
