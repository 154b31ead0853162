import { useState } from "react";
import { SignElsewhere } from "@/components/admin/signing/sign-elsewhere";
import { TextToSign } from "@/components/admin/signing/text-to-sign";
import { accountTexts } from "@/components/messages/account";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { writeSigningRequest } from "@/server/domain/signing-request/request";

const texts = accountTexts.enrol.elsewhere;

type EnrolElsewhereProps = {
  freeKeys: readonly string[];
  textOf: (publicKey: string) => string;
  busy: boolean;
  onSigned: (signed: GivenSignature, publicKey: string) => void;
};

/** For a key that never comes to this machine: only its public half is typed here. */
export function EnrolElsewhere({ freeKeys, textOf, busy, onSigned }: EnrolElsewhereProps) {
  const [typed, setTyped] = useState("");
  const publicKey = typed.trim().toLowerCase();
  const isFree = freeKeys.includes(publicKey);
  return (
    <Disclosure variant="line" summary={texts.title}>
      <div className="flex flex-col gap-4">
        <Field
          label={texts.publicKey}
          hint={texts.publicKeyHint}
          error={typed !== "" && !isFree ? accountTexts.enrol.problems.notFree : null}
        >
          {(control) => (
            <Input
              {...control}
              mono
              spellCheck={false}
              autoCapitalize="none"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        {isFree ? (
          <>
            <TextToSign text={textOf(publicKey)} />
            <SignElsewhere
              key={publicKey}
              fileName="request-key"
              request={async () => writeSigningRequest({ kind: "key", text: textOf(publicKey), keys: [publicKey] })}
              text={textOf(publicKey)}
              publicKey={publicKey}
              busy={busy}
              onSigned={(signed) => onSigned(signed, publicKey)}
            />
          </>
        ) : null}
      </div>
    </Disclosure>
  );
}
