"use client";

import { useState } from "react";
import { PasteSignature } from "@/components/admin/signing/paste-signature";
import { TextToSign } from "@/components/admin/signing/text-to-sign";
import { accountTexts } from "@/components/messages/account";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { GivenSignature } from "@/server/domain/contract/given-signature";

const texts = accountTexts.enrol;

type EnrolPastedProps = {
  freeKeys: readonly string[];
  textOf: (publicKey: string) => string;
  busy: boolean;
  onSigned: (signed: GivenSignature, publicKey: string) => void;
};

/** For a key that signs on another machine: shows the text for it, and takes the signature. */
export function EnrolPasted({ freeKeys, textOf, busy, onSigned }: EnrolPastedProps) {
  const [chosen, setChosen] = useState(freeKeys[0] ?? "");
  const publicKey = freeKeys.includes(chosen) ? chosen : (freeKeys[0] ?? "");
  return (
    <Disclosure variant="line" summary={texts.elsewhere}>
      <div className="flex flex-col gap-3">
        <Field label={texts.whichKey}>
          {(control) => (
            <select
              {...control}
              value={publicKey}
              onChange={(event) => setChosen(event.currentTarget.value)}
              className="touch h-9 w-full rounded-control border border-line-strong bg-surface px-2 font-mono text-small"
            >
              {freeKeys.map((key) => (
                <option key={key} value={key}>
                  {keyHashOf(key)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextToSign text={textOf(publicKey)} />
        <PasteSignature
          key={publicKey}
          text={textOf(publicKey)}
          publicKey={publicKey}
          busy={busy}
          onSigned={(signed) => onSigned(signed, publicKey)}
        />
      </div>
    </Disclosure>
  );
}
