import { Fragment } from "react";
import { apiDocsTexts as texts } from "@/components/messages/api-docs";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Disclosure } from "@/components/ui/disclosure";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { ApiOperation } from "@/server/trpc/openapi/operations";
import { type ApiField, fieldsOf } from "./fields";

export function Operation({ operation }: { operation: ApiOperation }) {
  const { id, path, summary, description, parameters, answers, schema, exampleUrl } = operation;
  const fields = fieldsOf(schema);
  return (
    <Card id={id} title={summary} note={<code className="font-mono text-ink">{`GET ${path}`}</code>}>
      <div className="grid gap-4">
        {description ? <p className="max-w-prose text-muted">{description}</p> : null}
        <CodeBlock label={texts.example} text={`curl '${exampleUrl}'`} />
        {parameters.length > 0 ? (
          <Names
            caption={texts.parameters(path)}
            head={[texts.head.parameter, texts.head.place]}
            rows={parameters.map(({ name, place, required, description: text }) => ({
              name,
              type: required ? place : texts.optional(place),
              description: text,
            }))}
          />
        ) : null}
        <div className="grid gap-1">
          {fields.length > 0 ? (
            <Disclosure variant="line" summary={texts.response(fields.length)}>
              <Names caption={texts.fields(path)} head={[texts.head.field, texts.head.type]} rows={fields} />
            </Disclosure>
          ) : null}
          <Disclosure variant="line" summary={texts.statuses}>
            <ul className="grid gap-1 text-small">
              {answers.map(({ status, description: text }) => (
                <li key={status}>
                  <code className="figures font-mono">{status}</code> <span className="text-muted">{text}</span>
                </li>
              ))}
            </ul>
          </Disclosure>
        </div>
      </div>
    </Card>
  );
}

/** The document marks field names as Markdown does. */
function CodeInText({ text }: { text: string }) {
  return text.split("`").map((part, place) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a part of the text is identified by its place
    if (place % 2 === 0) return <Fragment key={place}>{part}</Fragment>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <code key={place} className="font-mono">
        {part}
      </code>
    );
  });
}

type NamesProps = { caption: string; head: readonly [string, string]; rows: readonly ApiField[] };

function Names({ caption, head, rows }: NamesProps) {
  return (
    <div className="overflow-hidden rounded-panel border border-line">
      <Table
        caption={caption}
        className="max-h-96"
        head={
          <>
            <Th>{head[0]}</Th>
            <Th>{head[1]}</Th>
            <Th>{texts.head.description}</Th>
          </>
        }
      >
        {rows.map(({ name, type, description }) => (
          <tr key={name}>
            <RowTh className="font-mono">{name}</RowTh>
            <Td className="max-w-64 break-words">{type}</Td>
            <Td className="min-w-64">
              <CodeInText text={description} />
            </Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
