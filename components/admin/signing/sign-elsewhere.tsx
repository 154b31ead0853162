"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, QrCode as QrIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { useTRPC } from "@/components/admin/trpc";
import { airGappedTexts as texts } from "@/components/messages/air-gapped";
import { QrCode } from "@/components/qr/qr-code";
import { saveFile } from "@/components/signing/save-file";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { BringSignature, type BringSignatureProps } from "./bring-signature";

/** What goes to another machine. */
export type TakenAlong = {
  /** What is signed there (server/domain/signing-request), made when it is asked for. */
  request: () => Promise<string>;
  /** Without its ending: "request-day-20779". */
  fileName: string;
  /** Further things to take along, such as the report. */
  more?: ReactNode;
};

type SignElsewhereProps = TakenAlong & BringSignatureProps;

/** Anything can be signed on a machine without a network: the request goes there, and the signature comes back. */
export function SignElsewhere({ request, fileName, more, ...bring }: SignElsewhereProps) {
  const [shown, setShown] = useState<string | null>(null);
  const making = useMutation({ mutationFn: request });
  const page = useMutation(useTRPC().account.offlinePage.mutationOptions());

  async function withRequest(use: (made: string) => void) {
    const made = await making.mutateAsync().catch(() => null);
    if (made !== null) use(made);
  }

  return (
    <Disclosure variant="line" summary={texts.title} onOpen={() => page.mutate()}>
      <div className="flex flex-col gap-5 border-line border-l pl-4">
        <section className="flex flex-col gap-3">
          <div>
            <p className="font-medium text-small">{texts.take}</p>
            <p className="text-muted text-small">{texts.takeNote}</p>
          </div>
          <CallFailed title={texts.failed} error={making.error} />
          <div className="flex flex-wrap gap-2">
            <Button
              size="small"
              loading={making.isPending}
              onClick={() => withRequest((made) => saveFile(`${fileName}.json`, made))}
            >
              <Download aria-hidden />
              {texts.request}
            </Button>
            <Button size="small" onClick={() => (shown === null ? withRequest(setShown) : setShown(null))}>
              <QrIcon aria-hidden />
              {shown === null ? texts.qr : texts.hideQr}
            </Button>
            {more}
          </div>
          {shown === null ? null : <QrCode text={shown} what={texts.qrOf} />}
          <OfflinePage page={page.data} />
        </section>
        <BringSignature {...bring} />
      </div>
    </Disclosure>
  );
}

function OfflinePage({ page }: { page: { href: string; sha256: string } | null | undefined }) {
  if (page === undefined) return null;
  if (page === null) return <p className="text-muted text-small">{texts.noPage}</p>;
  return (
    <p className="text-muted text-small">
      <a
        href={page.href}
        download
        className="touch-inline rounded-control font-medium text-accent underline decoration-accent/35 underline-offset-4 hover:decoration-accent"
      >
        {texts.page}
      </a>
      . {texts.pageNote} <code className="break-all font-mono">{page.sha256}</code>
    </p>
  );
}
