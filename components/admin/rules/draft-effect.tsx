import { rulesTexts } from "@/components/messages/rules";
import { Callout } from "@/components/ui/callout";
import type { FieldProblem } from "@/server/domain/fields";
import type { DocumentKind } from "@/server/domain/rules/document";
import { sayProblem } from "@/server/words/document/say-document";
import { Changes } from "./changes";

const texts = rulesTexts.form;

export type CheckedDraft =
  | { ok: true; changes: readonly string[]; effect: readonly string[] }
  | { ok: false; problems: readonly FieldProblem[] };

type DraftEffectProps = {
  kind: DocumentKind;
  checked: CheckedDraft;
  /** Where the changes stand beside it already. */
  only?: "effect";
};

/** What the server says of a draft: what it changes and does, or what cannot work. */
export function DraftEffect({ kind, checked, only }: DraftEffectProps) {
  if (!checked.ok) {
    return (
      <Callout tone="stopped" title={texts.wrong} announce>
        <Changes sentences={checked.problems.map((problem) => `${sayProblem(kind, problem)}.`)} />
      </Callout>
    );
  }
  return (
    <div role="status" className="flex flex-col gap-3">
      {only === "effect" ? null : (
        <>
          <h3 className="font-medium text-small">{texts.changes}</h3>
          <Changes sentences={checked.changes} />
        </>
      )}
      <h3 className="font-medium text-small">{kind === "rules" ? texts.effect : texts.dueEffect}</h3>
      {checked.effect.length > 0 ? <Changes sentences={checked.effect} /> : <p>{texts.noEffect}</p>}
      {kind === "rules" ? <p className="max-w-prose text-muted text-small">{texts.effectNote}</p> : null}
    </div>
  );
}
