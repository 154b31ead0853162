"use client";

import { FileUp } from "lucide-react";
import { useId, useState } from "react";
import { airGappedTexts as texts } from "@/components/messages/air-gapped";
import { QrScanner } from "@/components/qr/qr-scanner";
import { Button, buttonClass } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";

/** Takes a signature as a file, pasted, or by the camera. It is read, and judged, by the server. */
export function BringSignature({ busy, onAnswer }: { busy: boolean; onAnswer: (answer: string) => void }) {
  const [pasted, setPasted] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  return (
    <section className="flex flex-col gap-3">
      <div>
        <p className="font-medium text-small">{texts.bring}</p>
        <p className="text-muted text-small">{texts.bringNote}</p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <label htmlFor={id} className={cx(buttonClass("secondary", "small"), "cursor-pointer")}>
          <FileUp aria-hidden />
          {texts.file}
        </label>
        <input
          id={id}
          type="file"
          accept="application/json,.json"
          aria-label={texts.file}
          disabled={busy}
          className="sr-only"
          onChange={async (event) => {
            const { files } = event.currentTarget;
            const text = await files?.[0]?.text();
            if (text) onAnswer(text);
          }}
        />
        <QrScanner onText={onAnswer} size="small" />
      </div>
      <ScriptedForm
        className="items-start gap-2"
        onSubmit={() => {
          const answer = pasted.trim();
          setProblem(answer === "" ? texts.empty : null);
          if (answer !== "") onAnswer(answer);
        }}
      >
        <Field label={texts.paste} error={problem} className="w-full">
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
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
