import { incidentsTexts } from "@/components/messages/incidents";
import { Disclosure } from "@/components/ui/disclosure";

const texts = incidentsTexts.facts;

type RunbookProps = { kind: string; text: string | null; isOpen: boolean };

/** The section of RUNBOOKS.md about this kind, open while it is wanted. */
export function Runbook({ kind, text, isOpen }: RunbookProps) {
  return (
    <Disclosure summary={texts.runbook} open={isOpen && text !== null}>
      {text === null ? (
        <p className="text-muted">{texts.noRunbook(kind)}</p>
      ) : (
        <div className="flex max-w-prose flex-col gap-3 break-words">
          {text.split(/\n{2,}/).map((paragraph) => (
            <Paragraph key={paragraph} text={paragraph} />
          ))}
        </div>
      )}
    </Disclosure>
  );
}

/** What runbooks use of Markdown: **strong** and `code`. A line that begins with a space or a sign stays a line. */
function Paragraph({ text }: { text: string }) {
  const parts = text.replace(/\n(?=[a-z0-9(`"*])/gi, " ").split(/(\*\*[^*]+\*\*|`[^`]+`)/);
  return (
    <p className="whitespace-pre-line">
      {parts.map((part, index) => {
        const key = `${index} ${part}`;
        if (part.startsWith("**")) return <strong key={key}>{part.slice(2, -2)}</strong>;
        if (part.startsWith("`")) {
          return (
            <code key={key} className="font-mono text-small">
              {part.slice(1, -1)}
            </code>
          );
        }
        return part;
      })}
    </p>
  );
}
