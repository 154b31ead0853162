"use client";

import { useState } from "react";
import { airGappedTexts as texts } from "@/components/messages/air-gapped";
import { QrScanner } from "@/components/qr/qr-scanner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FileButton } from "@/components/ui/file-button";
import { Textarea } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { takePasted } from "@/server/domain/contract/pasted-signature";

export type BringSignatureProps = {
  text: string;
  /** Whose signature it should be. */
  publicKey: string;
  /** The signature is being sent, or was. */
  busy: boolean;
  onSigned: (signed: GivenSignature) => void;
};

/**
 * Takes a signature that was made elsewhere, as a file, pasted, or by the camera. It is read and checked here; nothing
 * but the signature is handed on.
 */
export function BringSignature({ text, publicKey, busy, onSigned }: BringSignatureProps) {
  const [pasted, setPasted] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function take(answer: string) {
    const taken = takePasted(answer, text, publicKey, texts.tool);
    setProblem("problem" in taken ? taken.problem : null);
    if (!("problem" in taken)) return onSigned(taken);
    // A secret key that was pasted by mistake does not stay in the page.
    if (taken.isSecret) setPasted("");
  }

  return (
    <section className="flex flex-col gap-3">
      <div>
        <p className="font-medium text-small">{texts.bring}</p>
        <p className="text-muted text-small">{texts.bringNote}</p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <FileButton
          text={texts.file}
          label={texts.file}
          size="small"
          accept="application/json,.json"
          disabled={busy}
          onFiles={async ([file]) => {
            const answer = await file?.text();
            if (answer) take(answer);
          }}
        />
        <QrScanner onText={take} size="small" />
      </div>
      <ScriptedForm className="items-start gap-2" onSubmit={() => take(pasted)}>
        <Field label={texts.paste} hint={texts.pasteHint} error={problem} className="w-full">
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              autoComplete="off"
              value={pasted}
              className="font-mono text-small"
              onChange={(event) => setPasted(event.currentTarget.value)}
            />
          )}
        </Field>
        <Button type="submit" size="small" loading={busy}>
          {texts.send}
        </Button>
      </ScriptedForm>
    </section>
  );
}
