import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { Message } from "@/components/ui/message";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Message
      code="404"
      title="There is no page at this address"
      actions={
        <ButtonLink href="/" variant="primary">
          Go to the start page
        </ButtonLink>
      }
    >
      The link may be mistyped or out of date. Nothing has happened to any payment.
    </Message>
  );
}
