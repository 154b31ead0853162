import { ShieldCheck, WifiOff } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { offlineTexts as texts } from "@/components/messages/offline";
import { StatusBadge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import type { SigningRequest } from "@/server/domain/signing-request/request";
import { AnswerCard } from "./answer-card";
import { AskedCard } from "./asked-card";
import { ExpectedCard } from "./expected-card";
import { FilesCard } from "./files-card";
import { SignCard } from "./sign-card";
import { useCheck } from "./use-check";
import { useChosen } from "./use-chosen";

/** From files to a signature, on one page that asks nobody for anything. */
export function OfflinePage() {
  const { things, add, expect, clear } = useChosen();
  const check = useCheck(things);
  const plan = check.kind === "well" ? check.plan : null;
  const { request, key, expected } = things;
  // Of the request that was signed: another one needs another signature.
  const [signed, setSigned] = useState<{ readonly text: string; readonly answer: string } | null>(null);
  // Of the request for which it was said, and of no other.
  const [meant, setMeant] = useState<SigningRequest | null>(null);
  return (
    <main className="mx-auto flex w-full max-w-[54rem] flex-col gap-6 px-4 py-8 sm:px-6 sm:py-12">
      <Heading />
      <FilesCard
        seen={things.seen}
        onFiles={add}
        onClear={() => {
          clear();
          setSigned(null);
        }}
      />
      <AskedCard request={request} check={check} />
      {request ? <ExpectedCard request={request} plan={plan} expected={expected} onExpect={expect} /> : null}
      {request && signed?.text !== request.text ? (
        <SignCard
          toSign={{ request, plan, expected, publicKey: key?.publicKey ?? null, isMeant: meant === request }}
          onMeant={(isMeant) => setMeant(isMeant ? request : null)}
          chosenKey={key}
          isChecked={check.kind === "well"}
          onSigned={(answer) => setSigned({ text: request.text, answer })}
        />
      ) : null}
      {request && signed?.text === request.text ? <AnswerCard request={request} answer={signed.answer} /> : null}
      <p className="max-w-prose text-faint text-small">{texts.footer}</p>
    </main>
  );
}

function Heading() {
  const online = useOnline();
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="flex items-center gap-2.5 font-semibold text-display">
          <ShieldCheck aria-hidden className="size-8 shrink-0 text-accent" strokeWidth={1.75} />
          {texts.title}
        </h1>
        {online ? (
          <StatusBadge tone="waiting">{texts.maybeOnline}</StatusBadge>
        ) : (
          <StatusBadge tone="well" icon={WifiOff}>
            {texts.offline}
          </StatusBadge>
        )}
      </div>
      <p className="max-w-prose text-muted">{texts.lead}</p>
      {online ? (
        <Callout tone="waiting" title={texts.online.title}>
          {texts.online.text}
        </Callout>
      ) : null}
      {globalThis.crypto?.subtle ? null : (
        <Callout tone="stopped" title={texts.noCrypto.title}>
          {texts.noCrypto.text}
        </Callout>
      )}
    </header>
  );
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      for (const event of ["online", "offline"]) window.addEventListener(event, changed);
      return () => {
        for (const event of ["online", "offline"]) window.removeEventListener(event, changed);
      };
    },
    () => navigator.onLine,
  );
}
