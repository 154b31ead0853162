"use client";

import { useState } from "react";
import { signingTexts } from "@/components/messages/signing";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { takePasted } from "@/server/domain/contract/pasted-signature";

const texts = signingTexts.paste;

type PasteSignatureProps = {
  text: string;
  publicKey: string;
  /** The signature is being sent, or was. */
  busy: boolean;
  onSigned: (signed: GivenSignature) => void;
};

/** For a signature that was made elsewhere. It is read and checked here; nothing but the signature is handed on. */
export function PasteSignature({ text, publicKey, busy, onSigned }: PasteSignatureProps) {
  const [pasted, setPasted] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function take() {
    const taken = takePasted(pasted, text, publicKey, texts.tool);
    setProblem("problem" in taken ? taken.problem : null);
    if (!("problem" in taken)) return onSigned(taken);
    // A secret key that was pasted by mistake does not stay in the page.
    if (taken.isSecret) setPasted("");
  }

  return (
    <Disclosure variant="line" summary={texts.summary}>
      <ScriptedForm onSubmit={take} className="gap-3">
        <Field label={texts.label} hint={texts.hint} error={problem}>
          {(control) => (
            <Textarea
              {...control}
              value={pasted}
              onChange={(event) => setPasted(event.currentTarget.value)}
              spellCheck={false}
              autoComplete="off"
              className="font-mono"
            />
          )}
        </Field>
        <span>
          <Button type="submit" loading={busy}>
            {texts.submit}
          </Button>
        </span>
      </ScriptedForm>
    </Disclosure>
  );
}
