"use client";

import { useState } from "react";
import { toGiven } from "@/components/admin/wallet/signed-answer";
import { signingTexts } from "@/components/messages/signing";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { type GivenSignature, readGivenOf } from "@/server/domain/contract/given-signature";
import { readPasted } from "@/server/domain/contract/pasted-signature";

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
    const found = readPasted(pasted);
    const given = "problem" in found ? found : { ...toGiven(found, "", publicKey), tool: texts.tool };
    const read = "problem" in given ? given : readGivenOf(given, text, publicKey);
    setProblem("problem" in read ? read.problem : null);
    // A secret key that was pasted by mistake does not stay in the page.
    if ("problem" in found && found.isSecret) setPasted("");
    if (!("problem" in given) && !("problem" in read)) onSigned(given);
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
