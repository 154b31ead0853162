"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { SignText } from "@/components/admin/signing/sign-text";
import { useTRPC } from "@/components/admin/trpc";
import { poolTexts } from "@/components/messages/pool";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toaster";
import { writeSigningRequest } from "@/server/domain/signing-request/request";
import { shortenMiddle } from "@/server/words/format";

const texts = poolTexts.sign;

/** A key whose signature an act can still get. */
export type WantedKey = { readonly publicKey: string; readonly name: string | null; readonly isConsent: boolean };

type SignActProps = {
  id: number;
  title: string;
  text: string;
  unsigned: readonly WantedKey[];
  /** The person's own key, if it may sign now; else why not. */
  own: { readonly publicKey: string } | { readonly why: string };
  keyIsHere: boolean;
  networkMagic: number;
};

/** Signs an act with the person's own key, or with any other that it needs. */
export function SignAct({ id, title, text, unsigned, own, keyIsHere, networkMagic }: SignActProps) {
  const router = useRouter();
  const ownKey = "publicKey" in own ? own.publicKey : null;
  const others = unsigned.filter(({ publicKey }) => publicKey !== ownKey);
  const [chosen, setChosen] = useState<string | null>(null);
  const other = others.find(({ publicKey }) => publicKey === chosen) ?? others[0];
  const sign = useMutation(
    useTRPC().acts.sign.mutationOptions({
      onSuccess: ({ approvals, threshold }) => {
        toast.success(texts.done, { description: texts.approvals(approvals, threshold) });
        router.refresh();
      },
    }),
  );
  const form = (publicKey: string, isHere: boolean) => (
    <SignText
      key={`${text} ${publicKey}`}
      label={texts.submit(title)}
      text={text}
      publicKey={publicKey}
      keyIsHere={isHere}
      networkMagic={networkMagic}
      takenAlong={{
        fileName: `request-act-${id}`,
        request: async () => writeSigningRequest({ kind: "act", text, keys: [publicKey] }),
      }}
      busy={sign.isPending}
      onSigned={(signed) => sign.mutate({ id, publicKey, signed })}
    />
  );
  return (
    <div className="flex flex-col gap-4">
      <CallFailed title={texts.failed} error={sign.error} />
      {ownKey ? form(ownKey, keyIsHere) : <p className="text-muted text-small">{"why" in own ? own.why : null}</p>}
      {other ? (
        <Disclosure variant="line" summary={texts.another}>
          <div className="flex flex-col gap-4">
            <p className="text-muted text-small">{texts.anotherNote}</p>
            <Field label={texts.whose}>
              {(control) => (
                <Select {...control} value={other.publicKey} onChange={(event) => setChosen(event.target.value)}>
                  {others.map(({ publicKey, name, isConsent }) => (
                    <option key={publicKey} value={publicKey}>
                      {`${name ?? (isConsent ? texts.newKey : texts.noAccount)}, ${shortenMiddle(publicKey)}`}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {form(other.publicKey, false)}
          </div>
        </Disclosure>
      ) : null}
    </div>
  );
}
