import { Download } from "lucide-react";
import { useEffect, useRef } from "react";
import { offlineTexts } from "@/components/messages/offline";
import { QrCode } from "@/components/qr/qr-code";
import { saveFile } from "@/components/signing/save-file";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { ExactText } from "@/components/ui/exact-text";
import type { SigningRequest } from "@/server/domain/signing-request/request";

const texts = offlineTexts.answer;

/** The signature, to take back. */
export function AnswerCard({ request, answer }: { request: SigningRequest; answer: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={place}>
      <Card>
        <div className="flex flex-col gap-5">
          <Callout tone="well" title={texts.title} announce>
            {texts.note}
          </Callout>
          <div className="grid items-start gap-6 sm:grid-cols-[20rem_1fr]">
            <QrCode text={answer} what={texts.qr} />
            <div className="flex min-w-0 flex-col items-start gap-4">
              <Button variant="primary" onClick={() => saveFile(`signature-${request.kind}.json`, answer)}>
                <Download aria-hidden />
                {texts.file}
              </Button>
              <div className="w-full">
                <h3 className="font-medium text-small">{texts.text}</h3>
                <ExactText testId="answer">{answer}</ExactText>
              </div>
            </div>
          </div>
        </div>
      </Card>
    </div>
  );
}
