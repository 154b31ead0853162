import { signingTexts as texts } from "@/components/messages/signing";
import { Field } from "@/components/ui/field";

/** For people who keep the sealed key themselves. The file is read here and sent nowhere. */
export function KeyFile({ onRead }: { onRead: (text: string) => void }) {
  return (
    <Field label={texts.keyFile} hint={texts.keyFileHint}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept="application/json,.json"
          className="text-small file:mr-3"
          onChange={async (event) => {
            const file = event.currentTarget.files?.[0];
            if (file) onRead(await file.text());
          }}
        />
      )}
    </Field>
  );
}
